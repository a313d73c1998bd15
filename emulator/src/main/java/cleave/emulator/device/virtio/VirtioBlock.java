package cleave.emulator.device.virtio;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import cleave.emulator.time.EventQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The block device (virtio 1.2, 5.2) with one queue, offering what QEMU's offers. Requests are
 * served one after the other, each a fixed time and a time for its bytes after the one before:
 * completions come at the same cycle on every run.
 *
 * <p>Requests outside the disk, of a length that is no multiple of a sector, or that would write
 * to a read-only disk end with IOERR; unknown ones with UNSUPP, among them the SCSI commands that
 * the legacy layout nominally offers. A failing host file gives IOERR and a report. Requests
 * without their header or status byte are protocol errors.
 *
 * <p>Deviation: data of a completed write have been handed to the host's system, so that they
 * outlive this program; they are forced to the host's disk by FLUSH, and by every write once the
 * driver has cleared {@code writeback}, but not for drivers that never negotiated FLUSH. DISCARD
 * succeeds and changes nothing, as on QEMU with {@code discard=ignore}, its default.
 */
public final class VirtioBlock implements VirtioDevice {
    /** What a request takes before its first byte. */
    public static final long REQUEST_CYCLES = 5_000;
    /** How much is transferred in a cycle: 4 GB/s. */
    public static final int BYTES_PER_CYCLE = 4;

    private static final int DEVICE_ID = 2;
    private static final int SECTOR = BlockBackend.SECTOR_BYTES;

    private static final int SEG_MAX = 2;
    private static final int GEOMETRY = 4;
    private static final int RO = 5;
    private static final int BLK_SIZE = 6;
    private static final int SCSI = 7;
    private static final int FLUSH = 9;
    private static final int TOPOLOGY = 10;
    private static final int CONFIG_WCE = 11;
    private static final int DISCARD = 13;
    private static final int WRITE_ZEROES = 14;

    /** Types of request; a legacy driver may add the barrier bit. */
    private static final int TYPE_IN = 0;
    private static final int TYPE_OUT = 1;
    private static final int TYPE_FLUSH = 4;
    private static final int TYPE_GET_ID = 8;
    private static final int TYPE_DISCARD = 11;
    private static final int TYPE_WRITE_ZEROES = 13;
    private static final int TYPE_BARRIER = 1 << 31;

    private static final byte STATUS_OK = 0;
    private static final byte STATUS_IOERR = 1;
    private static final byte STATUS_UNSUPP = 2;

    private static final int HEADER_BYTES = 16;
    private static final int RANGE_BYTES = 16;
    private static final int RANGE_UNMAP = 1;
    private static final int ID_BYTES = 20;
    private static final int CHUNK_BYTES = 1 << 16;

    private final BlockBackend backend;
    private final byte[] serial;
    private final EventQueue events;
    private final EventQueue.Event completion;
    private final BlockConfig config;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private VirtioLink link;

    /**
     * {@code name} is what the event queue calls it; {@code serial} is what GET_ID answers, of
     * which {@value #ID_BYTES} bytes count.
     */
    public VirtioBlock(String name, BlockBackend backend, String serial, EventQueue events) {
        this.backend = backend;
        this.serial = (serial + "\0").getBytes(StandardCharsets.UTF_8);
        this.events = events;
        this.completion = events.register(name + " completion", () -> link.guarded(this::serve));
        this.config = new BlockConfig(backend.size() / SECTOR);
    }

    public BlockBackend backend() {
        return backend;
    }

    @Override
    public int deviceId() {
        return DEVICE_ID;
    }

    @Override
    public String kind() {
        return "block";
    }

    @Override
    public long features(boolean legacy) {
        return 1L << SEG_MAX | 1L << GEOMETRY | 1L << BLK_SIZE | 1L << FLUSH | 1L << TOPOLOGY
                | 1L << CONFIG_WCE | 1L << DISCARD | 1L << WRITE_ZEROES
                | (backend.readOnly() ? 1L << RO : 0) | (legacy ? 1L << SCSI : 0);
    }

    @Override
    public int queueCount() {
        return 1;
    }

    @Override
    public int configLength() {
        return BlockConfig.LENGTH;
    }

    @Override
    public int readConfig(int offset, int width) {
        return config.read(offset, width);
    }

    @Override
    public void writeConfig(int offset, int width, int value) {
        config.write(offset, value);
    }

    @Override
    public void attach(VirtioLink transport) {
        link = transport;
    }

    @Override
    public void notified(int queue) {
        if (completion.time() == EventQueue.NEVER) {
            scheduleNext();
        }
    }

    /** The next request has to wait its time; it stays in the queue until then. */
    private void scheduleNext() {
        DescriptorChain next = link.queue(0).peek();
        if (next != null) {
            long bytes = next.readableLength() + next.writableLength();
            completion.at(events.now() + REQUEST_CYCLES + bytes / BYTES_PER_CYCLE);
        }
    }

    private void serve() {
        VirtQueue queue = link.queue(0);
        DescriptorChain chain = queue.pop();
        if (chain != null) {
            byte[] status = {execute(chain)};
            chain.write(chain.writableLength() - 1, status, 1);
            queue.push(chain, chain.writableLength());
            link.buffersUsed(queue);
            scheduleNext();
        }
    }

    private byte execute(DescriptorChain chain) {
        byte[] header = new byte[HEADER_BYTES];
        if (chain.read(0, header, HEADER_BYTES) != HEADER_BYTES || chain.writableLength() == 0) {
            throw new VirtioProtocolException("a request without header or status byte");
        }
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        int type = fields.getInt(0) & ~TYPE_BARRIER;
        long sector = fields.getLong(8);
        try {
            return switch (type) {
                case TYPE_IN -> readSectors(chain, sector);
                case TYPE_OUT -> writeSectors(chain, sector);
                case TYPE_FLUSH, TYPE_FLUSH | TYPE_OUT -> flush();
                case TYPE_GET_ID, TYPE_GET_ID | TYPE_OUT -> getId(chain);
                case TYPE_DISCARD, TYPE_WRITE_ZEROES ->
                    changeRange(chain, type == TYPE_WRITE_ZEROES);
                default -> unsupported(type);
            };
        } catch (IOException e) {
            link.report(backend.name() + ": " + e + "; the guest sees an I/O error");
            return STATUS_IOERR;
        }
    }

    private byte unsupported(int type) {
        link.report("a request of unknown type " + type + ": unsupported");
        return STATUS_UNSUPP;
    }

    private boolean outside(long sector, long bytes) {
        long sectors = backend.size() / SECTOR;
        return bytes % SECTOR != 0 || sector < 0 || sector > sectors
                || bytes / SECTOR > sectors - sector;
    }

    private byte badRange(long sector, long bytes) {
        link.report(String.format("a request for %d bytes at sector %d of %d: I/O error",
                bytes, sector, backend.size() / SECTOR));
        return STATUS_IOERR;
    }

    private byte readSectors(DescriptorChain chain, long sector) throws IOException {
        long length = chain.writableLength() - 1;
        if (outside(sector, length)) {
            return badRange(sector, length);
        }
        for (long done = 0; done < length; done += CHUNK_BYTES) {
            int count = (int) Math.min(CHUNK_BYTES, length - done);
            backend.read(sector * SECTOR + done, chunk, count);
            chain.write(done, chunk, count);
        }
        return STATUS_OK;
    }

    private byte writeSectors(DescriptorChain chain, long sector) throws IOException {
        long length = chain.readableLength() - HEADER_BYTES;
        if (outside(sector, length)) {
            return badRange(sector, length);
        }
        if (backend.readOnly()) {
            return readOnly();
        }
        for (long done = 0; done < length; done += CHUNK_BYTES) {
            int count = (int) Math.min(CHUNK_BYTES, length - done);
            chain.read(HEADER_BYTES + done, chunk, count);
            backend.write(sector * SECTOR + done, chunk, count);
        }
        return written();
    }

    private byte readOnly() {
        link.report("a write to the read-only disk " + backend.name() + ": I/O error");
        return STATUS_IOERR;
    }

    private byte written() throws IOException {
        if (!config.writeBack()) {
            backend.flush();
        }
        return STATUS_OK;
    }

    private byte flush() throws IOException {
        backend.flush();
        return STATUS_OK;
    }

    private byte getId(DescriptorChain chain) {
        int room = (int) Math.min(ID_BYTES, chain.writableLength() - 1);
        chain.write(0, serial, Math.min(room, serial.length));
        return STATUS_OK;
    }

    /** DISCARD and WRITE_ZEROES: one range, as {@code max_discard_seg} promises. */
    private byte changeRange(DescriptorChain chain, boolean zero) throws IOException {
        if (chain.readableLength() > HEADER_BYTES + RANGE_BYTES) {
            return STATUS_UNSUPP;
        }
        byte[] range = new byte[RANGE_BYTES];
        if (chain.read(HEADER_BYTES, range, RANGE_BYTES) != RANGE_BYTES) {
            throw new VirtioProtocolException("a request to discard or zero without a range");
        }
        ByteBuffer fields = ByteBuffer.wrap(range).order(ByteOrder.LITTLE_ENDIAN);
        long sector = fields.getLong(0);
        long sectors = Integer.toUnsignedLong(fields.getInt(8));
        int flags = fields.getInt(12);
        if (sectors > BlockConfig.RANGE_SECTORS_MAX || outside(sector, sectors * SECTOR)) {
            return badRange(sector, sectors * SECTOR);
        }
        if ((flags & ~RANGE_UNMAP) != 0 || !zero && flags != 0) {
            return STATUS_UNSUPP;
        }
        return zero ? writeZeroes(sector * SECTOR, sectors * SECTOR) : STATUS_OK;
    }

    private byte writeZeroes(long offset, long length) throws IOException {
        if (backend.readOnly() && length > 0) {
            return readOnly();
        }
        byte[] zeroes = new byte[CHUNK_BYTES];
        for (long done = 0; done < length; done += CHUNK_BYTES) {
            backend.write(offset + done, zeroes, (int) Math.min(CHUNK_BYTES, length - done));
        }
        return written();
    }

    @Override
    public void reset() {
        completion.cancel();
        config.reset();
    }

    @Override
    public void save(StateWriter out) {
        out.putLong(completion.time());
        out.putBoolean(config.writeBack());
        backend.save(out);
    }

    @Override
    public void load(StateReader in) {
        completion.at(in.getLong());
        config.setWriteBack(in.getBoolean());
        backend.load(in);
    }
}
