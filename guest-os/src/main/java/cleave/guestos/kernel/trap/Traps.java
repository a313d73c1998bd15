package cleave.guestos.kernel.trap;

import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.Failure;
import cleave.guestos.kernel.device.Interrupts;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.CopyOnWrite;
import cleave.guestos.kernel.memory.PageFault;
import cleave.guestos.kernel.memory.Region;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Scheduler;
import cleave.guestos.kernel.signal.Signals;
import cleave.magic.EntryPoint;
import cleave.magic.NoInline;
import cleave.magic.Symbol;

/** What traps mean (privileged specification, table of {@code scause}). */
final class Traps {
    private static final int INSTRUCTION_MISALIGNED = 0;
    private static final int INSTRUCTION_ACCESS = 1;
    private static final int ILLEGAL_INSTRUCTION = 2;
    private static final int BREAKPOINT = 3;
    private static final int LOAD_MISALIGNED = 4;
    private static final int LOAD_ACCESS = 5;
    private static final int STORE_MISALIGNED = 6;
    private static final int STORE_ACCESS = 7;
    private static final int INSTRUCTION_PAGE = 12;
    private static final int LOAD_PAGE = 13;
    private static final int STORE_PAGE = 15;

    private Traps() {
    }

    /** A program's trap that is no system call. */
    @EntryPoint("trap_from_program")
    static void fromProgram(int cause, int value) {
        if (cause < 0) {
            Interrupts.poll();
            Scheduler.considerWoken();
            return;
        }
        switch (cause) {
            case STORE_PAGE -> pageFault(value, Region.WRITE);
            case LOAD_PAGE -> loadFault(value, Region.READ);
            case INSTRUCTION_PAGE -> loadFault(value, Region.EXECUTE);
            case ILLEGAL_INSTRUCTION -> Signals.fault(Signal.SIGILL, Signals.ILL_ILLOPC,
                    Process.current().frame.pc);
            case BREAKPOINT -> Signals.fault(Signal.SIGTRAP, Signals.TRAP_BRKPT,
                    Process.current().frame.pc);
            case INSTRUCTION_MISALIGNED, LOAD_MISALIGNED, STORE_MISALIGNED ->
                    Signals.fault(Signal.SIGBUS, Signals.BUS_ADRALN, value);
            case INSTRUCTION_ACCESS, LOAD_ACCESS, STORE_ACCESS ->
                    Signals.fault(Signal.SIGSEGV, Signals.SEGV_ACCERR, value);
            default -> Failure.trap(Process.current().frame, cause, value);
        }
    }

    /** A program's store to a page: whether the short way has made it possible. */
    @EntryPoint("trap_store_fault")
    static boolean storeFault(int address) {
        Process process = Process.current();
        process.usage.minorFaults++;
        return CopyOnWrite.resolve(process.space, address);
    }

    private static void loadFault(int address, int access) {
        Process.current().usage.minorFaults++;
        pageFault(address, access);
    }

    @NoInline
    private static void pageFault(int address, int access) {
        Process process = Process.current();
        if (Integer.compareUnsigned(address, AddressSpace.USER_END) >= 0) {
            Signals.fault(Signal.SIGSEGV, Signals.SEGV_MAPERR, address);
            return;
        }
        int result = PageFault.resolve(process.space, address, access);
        if (result != PageFault.DONE) {
            refuse(result, address);
        }
    }

    private static void refuse(int result, int address) {
        switch (result) {
            case PageFault.NO_REGION ->
                    Signals.fault(Signal.SIGSEGV, Signals.SEGV_MAPERR, address);
            case PageFault.FORBIDDEN ->
                    Signals.fault(Signal.SIGSEGV, Signals.SEGV_ACCERR, address);
            case PageFault.NO_PAGE -> Signals.fault(Signal.SIGBUS, Signals.BUS_ADRERR, address);
            default -> Signals.outOfMemory();
        }
    }

    /** The kernel's own fault: with the memory of a program, or its end. */
    @EntryPoint("trap_from_kernel")
    static void fromKernel(TrapFrame frame, int cause, int value) {
        int resume = resume(frame.pc);
        if (resume == 0 || Integer.compareUnsigned(value, AddressSpace.USER_END) >= 0
                || cause != LOAD_PAGE && cause != STORE_PAGE) {
            Failure.trap(frame, cause, value);
        }
        int access = cause == STORE_PAGE ? Region.WRITE : Region.READ;
        Process process = Process.current();
        process.usage.minorFaults++;
        int result = process.space == null ? PageFault.NO_REGION
                : PageFault.resolve(process.space, value, access);
        if (result == PageFault.NO_MEMORY) {
            Signals.outOfMemory();
            if (!process.signals.isKilled()) {
                return;
            }
        }
        if (result != PageFault.DONE) {
            frame.pc = resume;
        }
    }

    /** What has come up on the way back to a program: another's turn, a signal. */
    @EntryPoint("trap_work")
    static void work() {
        Process process = Process.current();
        while (process.work != 0) {
            if ((process.work & Process.RESCHEDULE) != 0) {
                process.work &= ~Process.RESCHEDULE;
                Scheduler.preempt();
            }
            if ((process.work & (Process.SIGNAL | Process.MASK)) != 0) {
                Signals.deliver(process);
            }
        }
    }

    /** Where a fault at {@code pc} goes on if it cannot be resolved; 0 if it must not happen. */
    @Symbol("user_resume")
    private static native int resume(int pc);
}
