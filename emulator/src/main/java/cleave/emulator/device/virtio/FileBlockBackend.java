package cleave.emulator.device.virtio;

import cleave.emulator.state.StateFormatException;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A raw image in a file. A size that is no multiple of a sector is rounded up, as by QEMU: the
 * missing bytes read as zeros, and a write to the last sector makes the file longer.
 *
 * <p>The file is locked while it is open, for reading by many or for writing by one. A writer also
 * keeps QEMU out, and is kept out by it.
 */
public final class FileBlockBackend implements BlockBackend {
    /** Readers' locks lie beyond the end of any image. */
    private static final long READER_LOCKS = 1L << 62;

    private final Path path;
    private final FileChannel channel;
    private final boolean readOnly;
    private final long size;

    private FileBlockBackend(Path path, FileChannel channel, boolean readOnly, long size) {
        this.path = path;
        this.channel = channel;
        this.readOnly = readOnly;
        this.size = size;
    }

    /**
     * @throws DiskImageException if the file is missing, is no file, may not be read or written,
     *     or is locked by somebody else
     */
    public static FileBlockBackend open(Path path, boolean readOnly) throws IOException {
        if (Files.isDirectory(path)) {
            throw new DiskImageException(path + " is a directory, not a disk image", null);
        }
        FileChannel channel = openChannel(path, readOnly);
        try {
            lock(path, channel, readOnly);
            long size = (channel.size() + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES;
            return new FileBlockBackend(path, channel, readOnly, size);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel openChannel(Path path, boolean readOnly) throws IOException {
        try {
            return readOnly ? FileChannel.open(path, StandardOpenOption.READ)
                    : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new DiskImageException("disk image " + path + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new DiskImageException(readOnly || !Files.isReadable(path)
                    ? "disk image " + path + " may not be read: permission denied"
                    : "disk image " + path + " may not be written: open it with readonly=on, or"
                            + " with snapshot=on to keep changes in memory", e);
        }
    }

    /**
     * A writer locks everything. Within one JVM even shared locks may not overlap, so that each
     * reader locks a byte of its own.
     */
    private static void lock(Path path, FileChannel channel, boolean readOnly)
            throws IOException {
        FileLock lock;
        try {
            lock = readOnly
                    ? channel.tryLock(READER_LOCKS + System.identityHashCode(channel), 1, true)
                    : channel.tryLock(0, Long.MAX_VALUE, false);
        } catch (OverlappingFileLockException e) {
            throw new DiskImageException(inUse(path, "another disk of this program"), e);
        }
        if (lock == null) {
            throw new DiskImageException(inUse(path, "another program"), null);
        }
    }

    private static String inUse(Path path, String user) {
        return "disk image " + path + " is in use by " + user
                + ": end that first, or work on a copy";
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public void read(long offset, byte[] destination, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(destination, 0, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                Arrays.fill(destination, buffer.position(), length, (byte) 0);
                return;
            }
        }
    }

    @Override
    public void write(long offset, byte[] source, int length) throws IOException {
        if (readOnly) {
            throw new IOException(path + " is open for reading only");
        }
        ByteBuffer buffer = ByteBuffer.wrap(source, 0, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer, offset + buffer.position());
        }
    }

    @Override
    public void flush() throws IOException {
        if (!readOnly) {
            channel.force(false);
        }
    }

    @Override
    public void save(StateWriter out) {
        out.putLong(size);
    }

    @Override
    public void load(StateReader in) {
        long saved = in.getLong();
        if (saved != size) {
            throw new StateFormatException("the saved state has a disk of " + saved + " bytes; "
                    + path + " has " + size);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
