package cleave.guestos.kernel.boot;

import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.device.Disks;
import cleave.guestos.kernel.device.Interrupts;
import cleave.guestos.kernel.device.RandomNumbers;
import cleave.guestos.kernel.device.Uart;
import cleave.guestos.kernel.file.Flusher;
import cleave.guestos.kernel.file.dev.Devices;
import cleave.guestos.kernel.file.ext2.Ext2;
import cleave.guestos.kernel.file.proc.ProcFileSystem;
import cleave.guestos.kernel.file.tmp.TemporaryFiles;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Trampoline;
import cleave.guestos.kernel.process.Identities;
import cleave.guestos.kernel.process.InitialProcess;
import cleave.guestos.kernel.process.Scheduler;
import cleave.guestos.kernel.time.Clock;
import cleave.guestos.kernel.time.RealTimeClock;
import cleave.guestos.kernel.time.Timer;
import cleave.guestos.kernel.tty.Console;
import cleave.magic.EntryPoint;

/** The kernel's beginning in Java: everything is started in the order in which others need it. */
final class Main {
    /** What a shell with a pipeline needs, and what that reads from the disk: 1 MiB. */
    private static final int FRAMES_MIN = 256;
    private static final int KIBIBYTES_PER_FRAME = 4;

    private Main() {
    }

    /**
     * Never returns.
     *
     * @param hart the number of the hart that runs this
     * @param tree the device tree, a physical address
     * @param root the root page table, a physical address
     */
    @EntryPoint("kernel_main")
    static void start(int hart, int tree, int root) {
        Scheduler.begin();
        DirectMap.begin(root);
        int treeBytes = DeviceTree.read(DirectMap.toVirtual(tree), hart);
        BootMemory.begin(tree, treeBytes);
        AddressSpace.begin();
        Log.line().text("Cleave: ").decimal(Frames.free() * KIBIBYTES_PER_FRAME)
                .text(" KiB of memory are free").end();
        if (Frames.free() < FRAMES_MIN) {
            Log.line().text("that is too little for programs: give the machine ")
                    .decimal(FRAMES_MIN * KIBIBYTES_PER_FRAME >>> 10).text(" MiB more").end();
        }
        Frames.makeZero();
        Identities.limit(Frames.total());
        Trampoline.begin();
        devices();
        files();
        InitialProcess.begin(FirstFiles::prepare);
        Flusher.begin();
        Scheduler.idle();
    }

    private static void devices() {
        Clock.begin();
        RealTimeClock.begin();
        Interrupts.begin();
        Timer.begin();
        Uart.begin();
        RandomNumbers.begin();
        Disks.begin();
        Console.begin();
    }

    private static void files() {
        Ext2.register();
        TemporaryFiles.register();
        Devices.begin();
        ProcFileSystem.begin();
    }
}
