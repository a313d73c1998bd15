package cleave.guestos.kernel.file.proc;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.SystemNames;
import cleave.guestos.kernel.boot.Hardware;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.device.Interrupts;
import cleave.guestos.kernel.file.BufferCache;
import cleave.guestos.kernel.file.FileSystemType;
import cleave.guestos.kernel.file.Mount;
import cleave.guestos.kernel.file.Mounts;
import cleave.guestos.kernel.file.PageCache;
import cleave.guestos.kernel.file.Path;
import cleave.guestos.kernel.file.Superblock;
import cleave.guestos.kernel.memory.Audit;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.guestos.kernel.process.Scheduler;
import cleave.guestos.kernel.process.Usage;
import cleave.guestos.kernel.time.Clock;
import cleave.guestos.kernel.time.LoadAverage;
import cleave.guestos.kernel.time.Timer;
import cleave.magic.Address;

/** What {@code /proc} says of the system as a whole (proc(5)). */
final class SystemTexts {
    /** Parts of a second in which Linux tells times to programs. */
    static final int TICKS_PER_SECOND = 100;
    private static final int KIBIBYTES_SHIFT = Pte.PAGE_SHIFT - 10;
    private static final int MEMORY_COLUMN = 16;
    private static final int MEMORY_WIDTH = 8;
    private static final int LOAD_SHIFT = 11;

    private static final Usage SUM = new Usage();

    private SystemTexts() {
    }

    /** Ticks of the clock as hundredths of a second. */
    static long hundredths(long ticks) {
        return ticks / (Clock.frequency() / TICKS_PER_SECOND);
    }

    private static void seconds(ProcText text, long ticks) {
        long hundredths = hundredths(ticks);
        text.decimal(hundredths / TICKS_PER_SECOND).put('.')
                .padded((int) (hundredths % TICKS_PER_SECOND), 2, '0');
    }

    static int uptime(ProcText text, Process process) {
        seconds(text, Clock.ticks());
        text.put(' ');
        seconds(text, Scheduler.idleTicks());
        text.end();
        return 0;
    }

    static int loadAverage(ProcText text, Process process) {
        // Who asks runs only because he asks.
        LoadAverage.sample(Scheduler.runnable() - 1 + Scheduler.uninterruptible());
        for (int i = 0; i < 3; i++) {
            // Rounded to hundredths.
            int load = LoadAverage.of(i) + (1 << LOAD_SHIFT) / 200;
            int part = (load & (1 << LOAD_SHIFT) - 1) * 100 >>> LOAD_SHIFT;
            text.decimal(load >>> LOAD_SHIFT).put('.').padded(part, 2, '0').put(' ');
        }
        text.decimal(Scheduler.runnable()).put('/').decimal(Processes.count()).put(' ')
                .decimal(Processes.lastPid()).end();
        return 0;
    }

    private static void memory(ProcText text, String name, int frames) {
        int start = text.length;
        text.text(name).put(':').fill(start, MEMORY_COLUMN)
                .padded(frames << KIBIBYTES_SHIFT, MEMORY_WIDTH, ' ').text(" kB").end();
    }

    static int memory(ProcText text, Process process) {
        int free = Frames.free();
        int cached = PageCache.count();
        int heap = Heap.used() >>> Pte.PAGE_SHIFT;
        memory(text, "MemTotal", Frames.total());
        memory(text, "MemFree", free);
        int fixed = PageCache.dirty() + PageCache.kept();
        memory(text, "MemAvailable", free + cached - Math.min(cached, fixed));
        memory(text, "Buffers", BufferCache.count() >>> Pte.PAGE_SHIFT);
        memory(text, "Cached", cached);
        memory(text, "SwapCached", 0);
        memory(text, "SwapTotal", 0);
        memory(text, "SwapFree", 0);
        memory(text, "Dirty", PageCache.dirty());
        memory(text, "Writeback", 0);
        memory(text, "Shmem", PageCache.kept());
        memory(text, "Slab", heap);
        memory(text, "SReclaimable", 0);
        memory(text, "SUnreclaim", heap);
        int tables = 0;
        for (Process one = Processes.first(); one != null; one = Processes.next(one)) {
            tables += one.space == null ? 0 : one.space.tables;
        }
        memory(text, "PageTables", tables);
        return 0;
    }

    static int version(ProcText text, Process process) {
        text.text(Address.of(SystemNames.NAMES.system)).text(" version ")
                .text(Address.of(SystemNames.NAMES.release)).text(" (cleave) (")
                .text("restricted Java) ").text(Address.of(SystemNames.NAMES.version)).end();
        return 0;
    }

    static int commandLine(ProcText text, Process process) {
        text.text(Hardware.MACHINE.arguments).end();
        return 0;
    }

    static int harts(ProcText text, Process process) {
        text.text("processor\t: 0\nhart\t\t: 0\n");
        if (!Hardware.MACHINE.isa.isNull()) {
            text.text("isa\t\t: ").text(Hardware.MACHINE.isa).end();
        }
        text.text("mmu\t\t: sv32\n\n");
        return 0;
    }

    static int fileSystems(ProcText text, Process process) {
        for (FileSystemType type = FileSystemType.first(); type != null;
                type = type.following()) {
            text.text(type.needsDevice ? "" : "nodev").put('\t').text(type.name).end();
        }
        return 0;
    }

    static int mounts(ProcText text, Process process) {
        Frame frame = Frames.allocate();
        if (frame == null) {
            return -Errno.ENOMEM;
        }
        Address page = frame.address();
        for (Mount mount = Mounts.first(); mount != null; mount = mount.next) {
            Superblock superblock = mount.superblock;
            int start = Path.write(superblock.root, page);
            if (start < 0) {
                continue;
            }
            text.text(Address.of(mount.source)).put(' ').text(page.plus(start)).put(' ')
                    .text(superblock.type.name).text(superblock.isReadOnly() ? " ro" : " rw");
            option(text, superblock, Superblock.NO_SET_ID, ",nosuid");
            option(text, superblock, Superblock.NO_DEVICES, ",nodev");
            option(text, superblock, Superblock.NO_EXECUTE, ",noexec");
            option(text, superblock, Superblock.NO_ACCESS_TIME, ",noatime");
            text.text(" 0 0").end();
        }
        Frames.release(frame);
        return 0;
    }

    private static void option(ProcText text, Superblock superblock, int flag, String name) {
        if ((superblock.flags & flag) != 0) {
            text.text(name);
        }
    }

    static int partitions(ProcText text, Process process) {
        text.text("major minor  #blocks  name\n\n");
        for (BlockDevice disk = BlockDevice.first(); disk != null; disk = disk.following()) {
            text.padded(disk.number >>> 8, 4, ' ').put(' ').padded(disk.number & 0xff, 7, ' ')
                    .put(' ').padded((int) (disk.sectors >>> 1), 10, ' ').put(' ')
                    .text(disk.name).end();
        }
        return 0;
    }

    private static int interruptCount() {
        int sum = Timer.interrupts();
        for (int i = 0; i < Interrupts.SOURCES_MAX; i++) {
            sum += Interrupts.count(i);
        }
        return sum;
    }

    static int interrupts(ProcText text, Process process) {
        text.text("           CPU0\n");
        text.padded(0, 3, ' ').text(": ").padded(Timer.interrupts(), 10, ' ')
                .text("  RISC-V INTC   5 Edge      riscv-timer\n");
        for (int i = 0; i < Interrupts.SOURCES_MAX; i++) {
            if (Interrupts.name(i) != null) {
                text.padded(i, 3, ' ').text(": ").padded(Interrupts.count(i), 10, ' ')
                        .text("  SiFive PLIC ").padded(i, 3, ' ').text(" Edge      ")
                        .text(Interrupts.name(i)).end();
            }
        }
        return 0;
    }

    static int statistics(ProcText text, Process process) {
        Scheduler.chargeCurrent();
        long user = 0;
        long nice = 0;
        long system = 0;
        int blocked = 0;
        for (Process one = Processes.first(); one != null; one = Processes.next(one)) {
            // What the dead have used is in their parents' counts of children.
            long userOfOne = Usage.userOf(one);
            long programs = userOfOne + one.childUsage.user();
            user += one.nice > 0 ? 0 : programs;
            nice += one.nice > 0 ? programs : 0;
            system += Usage.runningOf(one) - userOfOne + one.childUsage.system;
        }
        for (int line = 0; line < 2; line++) {
            text.text(line == 0 ? "cpu  " : "cpu0 ").decimal(hundredths(user)).put(' ')
                    .decimal(hundredths(nice)).put(' ').decimal(hundredths(system)).put(' ')
                    .decimal(hundredths(Scheduler.idleTicks())).text(" 0 0 0 0 0 0\n");
        }
        blocked = Scheduler.uninterruptible();
        text.text("intr ").decimal(interruptCount()).put(' ').decimal(Timer.interrupts());
        for (int i = 1; i < Interrupts.SOURCES_MAX; i++) {
            if (Interrupts.name(i) != null) {
                text.put(' ').decimal(Interrupts.count(i));
            }
        }
        text.text("\nctxt ").decimal(Scheduler.switches());
        text.text("\nbtime ").decimal(Clock.bootSeconds());
        text.text("\nprocesses ").decimal(Processes.forks());
        text.text("\nprocs_running ").decimal(Scheduler.runnable());
        text.text("\nprocs_blocked ").decimal(blocked).end();
        return 0;
    }

    /** Pages and faults, as far as {@code vmstat} asks. */
    static int virtualMemory(ProcText text, Process process) {
        Usage sum = SUM;
        sum.clear();
        for (Process one = Processes.first(); one != null; one = Processes.next(one)) {
            sum.addAll(one);
            sum.add(one.childUsage);
        }
        int minor = sum.minorFaults;
        int major = sum.majorFaults;
        text.text("nr_free_pages ").decimal(Frames.free()).end();
        text.text("nr_file_pages ").decimal(PageCache.count()).end();
        text.text("nr_dirty ").decimal(PageCache.dirty()).end();
        text.text("pgpgin 0\npgpgout 0\npswpin 0\npswpout 0\npgfault ").decimal(minor + major)
                .text("\npgmajfault ").decimal(major).end();
        return 0;
    }

    /** Whether counts of frames are what they should be; {@code wrong 0} if they are. */
    static int audit(ProcText text, Process process) {
        Audit audit = Audit.make();
        if (audit == null) {
            return -Errno.ENOMEM;
        }
        text.text("wrong ").decimal(audit.wrong);
        if (audit.wrong != 0) {
            text.text("\nframe ").hex(audit.wrongFrame, 5).text("\ncount ")
                    .decimal(audit.wrongCount).text("\nfound ").decimal(audit.wrongFound);
        }
        text.text("\nfree ").decimal(audit.free).text("\nanonymous ").decimal(audit.anonymous)
                .text("\ncached ").decimal(audit.cached).text("\ntables ").decimal(audit.tables)
                .text("\nslabs ").decimal(audit.slabs)
                .text("\nheap ").decimal(audit.heap).text("\nkernel ").decimal(audit.kernel)
                .text("\nprocesses ").decimal(Processes.count()).end();
        return 0;
    }
}
