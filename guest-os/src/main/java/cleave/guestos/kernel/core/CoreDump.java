package cleave.guestos.kernel.core;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Attributes;
import cleave.guestos.kernel.file.FileAccess;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.OpenFiles;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.Region;
import cleave.guestos.kernel.memory.Snapshot;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.ThreadGroup;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * Writes the core file of the current process (core(5)): an ELF file with notes, and a segment for
 * each region of memory. Pages that were never touched, or can be had from the program's file, are
 * left out. {@code RLIMIT_CORE} cuts the file; a symbolic link, a file of somebody else's or one
 * with several names is not written to.
 */
public final class CoreDump extends Struct {
    private static final int HEADER_BYTES = 52;
    private static final int SEGMENT_BYTES = 32;
    private static final int SEGMENTS_MAX = 0xfffe;
    private static final int MODE = 0600;
    private static final int LOAD = 1;
    private static final int NOTE = 4;
    private static final int ORDER_MAX = 9;

    private Process process;
    private OpenFile file;
    private long limit;
    /** The ELF header and the segments' headers, a run of frames. */
    private Frame headers;
    private int order;
    private int segments;
    private Frame notes;
    private int notesOrder;

    /** Whether there is a core file now. */
    public static boolean write(int signal, SignalInfo info) {
        Process process = Process.current();
        int most = process.limits.soft[Limits.CORE];
        if (Integer.compareUnsigned(most, Pte.PAGE_SIZE) < 0
                || process.leader.is(Process.NOT_DUMPABLE) || process.space == null) {
            return false;
        }
        ThreadGroup.park(signal);
        CoreDump dump = new CoreDump();
        if (dump == null) {
            return false;
        }
        dump.process = process;
        dump.limit = most == Limits.INFINITE ? Long.MAX_VALUE : most & 0xffff_ffffL;
        boolean written = dump.open(signal) && dump.prepare() && dump.write(info, signal);
        dump.free();
        return written;
    }

    private void free() {
        if (file != null) {
            file.release();
        }
        if (headers != null) {
            Frames.freeRun(headers, order);
        }
        if (notes != null) {
            Frames.freeRun(notes, notesOrder);
        }
        Heap.free(this, Struct.sizeOf(CoreDump.class));
    }

    private boolean open(int signal) {
        Frame name = Frames.allocate();
        if (name == null) {
            return false;
        }
        boolean named = CoreName.write(process, signal, name.address(), Pte.PAGE_SIZE);
        OpenFile opened = !named ? null : OpenFiles.open(name.address(), OpenFlags.O_RDWR
                | OpenFlags.O_CREAT | OpenFlags.O_NOFOLLOW | OpenFlags.O_LARGEFILE
                | OpenFlags.O_NONBLOCK, MODE);
        Frames.release(name);
        if (opened == null || Errors.are(opened)) {
            return false;
        }
        file = opened;
        Inode inode = file.inode;
        return inode.isRegular() && inode.links == 1
                && inode.uid == process.credentials.fsuid && Attributes.resize(inode, 0) == 0;
    }

    /** Takes the memory that it needs, and writes down what there is: it may change later. */
    private boolean prepare() {
        int count = 1;
        for (Region region = process.space.first; region != null; region = region.next) {
            count++;
        }
        while (order < ORDER_MAX && Pte.PAGE_SIZE << order < HEADER_BYTES + count * SEGMENT_BYTES) {
            order++;
        }
        if (count > SEGMENTS_MAX
                || Pte.PAGE_SIZE << order < HEADER_BYTES + count * SEGMENT_BYTES) {
            return false;
        }
        headers = Frames.allocateRun(order);
        notesOrder = CoreNotes.order(process);
        notes = headers == null ? null : Frames.allocateRun(notesOrder);
        if (notes == null) {
            return false;
        }
        segments = count;
        header(headers.address());
        return true;
    }

    private void header(Address to) {
        for (int i = 0; i < HEADER_BYTES; i += Integer.BYTES) {
            to.storeInt(i, 0);
        }
        to.storeInt(0, 0x464c_457f);
        // 32 bits, little-endian, version 1; a core file for RISC-V, version 1.
        to.storeInt(4, 0x01_0101);
        to.storeInt(16, 243 << 16 | 4);
        to.storeInt(20, 1);
        to.storeInt(28, HEADER_BYTES);
        to.storeShort(40, HEADER_BYTES);
        to.storeShort(42, SEGMENT_BYTES);
        to.storeShort(44, segments);
    }

    private Address segment(int index) {
        return headers.address().plus(HEADER_BYTES + index * SEGMENT_BYTES);
    }

    private static void segment(Address to, int type, int offset, int address, int fileBytes,
            int memoryBytes, int flags) {
        to.storeInt(0, type);
        to.storeInt(4, offset);
        to.storeInt(8, address);
        to.storeInt(12, 0);
        to.storeInt(16, fileBytes);
        to.storeInt(20, memoryBytes);
        to.storeInt(24, flags);
        to.storeInt(28, type == LOAD ? Pte.PAGE_SIZE : 4);
    }

    private boolean write(SignalInfo info, int signal) {
        CoreNotes text = new CoreNotes();
        if (text == null) {
            return false;
        }
        text.write(notes.address(), notesOrder, process, signal, info);
        int noteBytes = text.bytes;
        Heap.free(text, Struct.sizeOf(CoreNotes.class));
        int notesAt = HEADER_BYTES + segments * SEGMENT_BYTES;
        segment(segment(0), NOTE, notesAt, 0, noteBytes, 0, 0);
        int end = notesAt + noteBytes + Pte.PAGE_MASK & ~Pte.PAGE_MASK;
        int index = 1;
        for (Region region = process.space.first; region != null && index < segments;
                region = region.next) {
            int bytes = Snapshot.bytes(process.space, region);
            segment(segment(index), LOAD, end, region.start, bytes, region.end - region.start,
                    flags(region.protection));
            end += bytes;
            index++;
        }
        // Regions that have gone meanwhile leave nothing.
        for (; index < segments; index++) {
            segment(segment(index), 0, 0, 0, 0, 0, 0);
        }
        boolean whole = put(headers.address(), 0, notesAt)
                && put(notes.address(), notesAt, noteBytes);
        boolean begun = whole;
        for (int i = 1; i < segments && whole; i++) {
            whole = memory(segment(i));
        }
        if (whole && file.inode.size < (end & 0xffff_ffffL)
                && (end & 0xffff_ffffL) <= limit) {
            Attributes.resize(file.inode, end & 0xffff_ffffL);
        }
        return begun;
    }

    private static int flags(int protection) {
        return ((protection & Region.READ) != 0 ? 4 : 0)
                | ((protection & Region.WRITE) != 0 ? 2 : 0)
                | ((protection & Region.EXECUTE) != 0 ? 1 : 0);
    }

    /** Writes the pages of a segment; false when there is no more room. */
    private boolean memory(Address header) {
        int address = header.loadInt(8);
        int bytes = header.loadInt(16);
        long at = header.loadInt(4) & 0xffff_ffffL;
        for (int done = 0; done != bytes; done += Pte.PAGE_SIZE) {
            if (process.signals.isKilled()) {
                return false;
            }
            Frame frame = Snapshot.page(process.space, address + done);
            if (frame != null) {
                boolean written = put(frame.address(), at, Pte.PAGE_SIZE);
                Frames.release(frame);
                if (!written) {
                    return false;
                }
            }
            at += Pte.PAGE_SIZE;
        }
        return true;
    }

    private boolean put(Address from, long at, int bytes) {
        int part = (int) Math.min(bytes, limit - at);
        if (part <= 0) {
            return false;
        }
        Transfer transfer = Transfer.kernel(from, part);
        if (Errors.are(transfer)) {
            return false;
        }
        int result = FileAccess.writeAt(file, transfer, at);
        transfer.end();
        return result == bytes;
    }
}
