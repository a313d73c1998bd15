package cleave.guestos.kernel.core;

import cleave.guestos.abi.SignalInfo;
import cleave.guestos.kernel.file.Bytes;
import cleave.guestos.kernel.file.Path;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.Region;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.ThreadGroup;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * The notes of a core file, as debuggers of Linux programs expect them ({@code elfcore.h} for 32
 * bits): registers and signal, process, signal information, auxiliary vector, mapped files; then
 * the registers of every other thread.
 */
final class CoreNotes extends Struct {
    private static final int BYTES = 4 * Pte.PAGE_SIZE;
    private static final int ORDER_MAX = 9;

    private static final int PRSTATUS = 1;
    private static final int PRPSINFO = 3;
    private static final int AUXV = 6;
    private static final int SIGINFO = 0x5349_4749;
    private static final int FILE = 0x4649_4c45;
    private static final int HEAD = 20;

    private static final int STATUS_BYTES = 204;
    private static final int REGISTERS_AT = 72;
    private static final int REGISTERS_BYTES = 128;
    private static final int PROCESS_BYTES = 128;
    private static final int NAME_AT = 32;
    private static final int WORDS_AT = NAME_AT + Process.NAME_SIZE;
    private static final int WORDS_MAX = 79;
    private static final int INFO_BYTES = 128;
    private static final int FILE_WORDS = 3;

    private Address text;
    private int size;
    int bytes;

    /** Of the run of frames that has room for them. */
    static int order(Process process) {
        int order = 0;
        while (order < ORDER_MAX && Pte.PAGE_SIZE << order
                < BYTES + ThreadGroup.size(process) * (HEAD + STATUS_BYTES)) {
            order++;
        }
        return order;
    }

    /** Writes them for the current process into a run of frames. */
    void write(Address to, int order, Process process, int signal, SignalInfo info) {
        text = to;
        size = Pte.PAGE_SIZE << order;
        for (int i = 0; i < size; i += Integer.BYTES) {
            to.storeInt(i, 0);
        }
        status(process, signal, info);
        process(process);
        Address note = add(SIGINFO, INFO_BYTES);
        Bytes.copy(note, Address.of(info), Struct.sizeOf(SignalInfo.class));
        AddressSpace space = process.space;
        int vector = space.auxiliaryEnd - space.auxiliaryStart;
        UserMemory.copyIn(add(AUXV, vector), space.auxiliaryStart, vector);
        files(process);
        for (Process thread = process.leader; thread != null; thread = thread.nextThread()) {
            if (thread != process && thread.space != null
                    && bytes + HEAD + STATUS_BYTES <= size) {
                status(thread, signal, null);
            }
        }
    }

    /** A note with room for so many bytes. */
    private Address add(int type, int size) {
        Address head = text.plus(bytes);
        head.storeInt(0, "CORE".length() + 1);
        head.storeInt(4, size);
        head.storeInt(8, type);
        head.storeInt(12, 'C' | 'O' << 8 | 'R' << 16 | 'E' << 24);
        bytes += HEAD + (size + 3 & ~3);
        return head.plus(HEAD);
    }

    private void status(Process process, int signal, SignalInfo info) {
        Address to = add(PRSTATUS, STATUS_BYTES);
        to.storeInt(0, signal);
        if (info != null) {
            to.storeInt(4, info.code);
            to.storeInt(8, info.error);
        }
        to.storeShort(12, signal);
        to.storeInt(16, (int) process.signals.own.set);
        to.storeInt(20, (int) process.signals.blocked);
        family(to.plus(24), process);
        time(to.plus(40), process.usage.user());
        time(to.plus(48), process.usage.system);
        time(to.plus(56), process.leader.childUsage.user());
        time(to.plus(64), process.leader.childUsage.system);
        Bytes.copy(to.plus(REGISTERS_AT), Address.of(process.frame), REGISTERS_BYTES);
    }

    private static void family(Address to, Process process) {
        to.storeInt(0, process.tid);
        to.storeInt(4, process.parentPid());
        to.storeInt(8, process.leader.group);
        to.storeInt(12, process.leader.session);
    }

    private static void time(Address to, long ticks) {
        long nanoseconds = Clock.nanosecondsOf(ticks);
        int seconds = (int) (nanoseconds / Clock.NANOSECONDS_PER_SECOND);
        to.storeInt(0, seconds);
        to.storeInt(4, (int) (nanoseconds % Clock.NANOSECONDS_PER_SECOND) / 1000);
    }

    private void process(Process process) {
        Address to = add(PRPSINFO, PROCESS_BYTES);
        to.storeByte(1, 'R');
        to.storeByte(3, process.nice);
        to.storeInt(8, process.credentials.uid);
        to.storeInt(12, process.credentials.gid);
        family(to.plus(16), process.leader);
        Bytes.copy(to.plus(NAME_AT), Address.of(process.name), Process.NAME_SIZE);
        AddressSpace space = process.space;
        int size = Math.min(space.argumentsEnd - space.argumentsStart, WORDS_MAX);
        if (UserMemory.copyIn(to.plus(WORDS_AT), space.argumentsStart, size) == 0) {
            for (int i = 0; i < size; i++) {
                if (to.loadByte(WORDS_AT + i) == 0) {
                    to.storeByte(WORDS_AT + i, ' ');
                }
            }
        }
    }

    /** What is mapped from which file; nothing at all if there is no room for all of it. */
    private void files(Process process) {
        AddressSpace space = process.space;
        int count = 0;
        for (Region region = space.first; region != null; region = region.next) {
            count += region.inode != null ? 1 : 0;
        }
        Frame page = Frames.allocate();
        int begun = bytes;
        int names = begun + HEAD + (2 + FILE_WORDS * count) * Integer.BYTES;
        if (page != null) {
            Address to = text.plus(begun + HEAD);
            int end = size - (ThreadGroup.size(process) - 1) * (HEAD + STATUS_BYTES);
            boolean fits = names < end;
            for (Region region = space.first; region != null && fits; region = region.next) {
                if (region.inode != null) {
                    to.storeInt(8, region.start);
                    to.storeInt(12, region.end);
                    to.storeInt(16, region.firstPage);
                    to = to.plus(FILE_WORDS * Integer.BYTES);
                    int from = Math.max(Path.describe(region.inode, page.address()), 0);
                    int length = length(page.address().plus(from)) + 1;
                    fits = names + length < end - 3;
                    if (fits) {
                        Bytes.copy(text.plus(names), page.address().plus(from), length);
                        names += length;
                    }
                }
            }
            Frames.release(page);
            if (fits) {
                to = add(FILE, names - begun - HEAD);
                to.storeInt(0, count);
                to.storeInt(4, Pte.PAGE_SIZE);
            }
        }
    }

    private static int length(Address text) {
        int length = 0;
        while (text.loadByte(length) != 0) {
            length++;
        }
        return length;
    }
}
