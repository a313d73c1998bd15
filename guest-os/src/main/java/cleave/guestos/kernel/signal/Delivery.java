package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalAction;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.core.CoreDump;
import cleave.guestos.kernel.file.Bytes;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Exit;
import cleave.guestos.kernel.process.InitialProcess;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.trap.TrapFrame;
import cleave.magic.Address;
import cleave.magic.Struct;

/** What signals do on the way back to a program: default actions, handlers, calls begun again. */
final class Delivery {
    /** Those that an instruction has caused come first. */
    private static final long FAULTS = SignalState.bit(Signal.SIGSEGV)
            | SignalState.bit(Signal.SIGBUS) | SignalState.bit(Signal.SIGILL)
            | SignalState.bit(Signal.SIGTRAP) | SignalState.bit(Signal.SIGFPE)
            | SignalState.bit(Signal.SIGSYS);
    /** Those that leave a core file (signal(7), "Core"). */
    private static final long DUMPING = FAULTS | SignalState.bit(Signal.SIGQUIT)
            | SignalState.bit(Signal.SIGABRT) | SignalState.bit(Signal.SIGXCPU)
            | SignalState.bit(Signal.SIGXFSZ);
    private static final int CALL_SIZE = 4;
    private static final int ON_STACK = 1;
    private static final int AUTODISARM = 0x8000_0000;

    /** {@code uc_flags}, {@code uc_link}, {@code uc_stack} and {@code uc_sigmask}. */
    private static final class Head extends Struct {
        int flags;
        int link;
        int stack;
        int stackFlags;
        int stackBytes;
        int mask;
        int maskHigh;
    }

    /** For what is copied between two points that may sleep. */
    private static final Head HEAD = new Head();

    private Delivery() {
    }

    /** Does what the pending signals of the current process ask for. */
    static void deliver(Process process) {
        SignalState state = process.signals;
        TrapFrame frame = process.frame;
        process.work &= ~Process.MASK;
        if (state.savedIsSet && !isInterrupted(frame)) {
            restoreMask(process);
        }
        while (true) {
            if (state.isKilled()) {
                Exit.obey();
            }
            if (process.leader.is(Process.STOPPING)) {
                Stops.join(process);
                continue;
            }
            PendingSignals from = state.own;
            long ready = from.set & ~state.blocked;
            if (ready == 0) {
                from = process.leader.shared;
                ready = from.set & ~state.blocked;
                if (ready == 0) {
                    break;
                }
            }
            int signal = choose(ready);
            QueuedSignal entry = from.take(signal);
            SignalAction action = state.actions.of(signal);
            if (action.handler == Signal.SIG_IGN) {
                SignalState.free(entry);
            } else if (action.handler == Signal.SIG_DFL) {
                byDefault(process, signal, entry);
            } else {
                handle(process, signal, action, entry);
                return;
            }
        }
        if (isInterrupted(frame)) {
            restart(frame);
        }
        frame.call = 0;
        if (state.savedIsSet) {
            restoreMask(process);
        }
        Signals.look(process);
    }

    private static void restoreMask(Process process) {
        process.signals.savedIsSet = false;
        Signals.block(process, process.signals.saved);
    }

    static int choose(long ready) {
        long from = (ready & FAULTS) != 0 ? ready & FAULTS : ready;
        int low = (int) from;
        return low != 0 ? Integer.numberOfTrailingZeros(low) + 1
                : Integer.numberOfTrailingZeros((int) (from >>> Integer.SIZE)) + 1 + Integer.SIZE;
    }

    /** Whether a call has ended because of signals, and its result must not be seen. */
    private static boolean isInterrupted(TrapFrame frame) {
        return frame.call != 0
                && (frame.a0 == Errors.RESTART || frame.a0 == Errors.RESTART_UNLESS_HANDLED);
    }

    private static void restart(TrapFrame frame) {
        frame.a0 = frame.firstArgument;
        frame.pc -= CALL_SIZE;
    }

    private static void byDefault(Process process, int signal, QueuedSignal entry) {
        long bit = SignalState.bit(signal);
        if ((bit & DUMPING) != 0 && process.pid != InitialProcess.PID) {
            dump(signal, entry);
        }
        SignalState.free(entry);
        if ((bit & Signals.HARMLESS) != 0 || process.pid == InitialProcess.PID) {
            return;
        }
        if ((bit & Signals.STOPS) != 0) {
            Stops.begin(process, signal);
        } else {
            end(process, signal);
        }
    }

    /** The current process dies of a signal. */
    static void end(Process process, int signal) {
        if ((SignalState.bit(signal) & DUMPING) != 0) {
            dump(signal, null);
        }
        Exit.bySignal(signal, false);
    }

    /** The current process dies of a signal, and may leave a core file. */
    private static void dump(int signal, QueuedSignal entry) {
        SignalInfo info = new SignalInfo();
        if (info == null) {
            SignalState.free(entry);
            Exit.bySignal(signal, false);
        }
        info.signal = signal;
        if (entry != null) {
            Bytes.copy(Address.of(info), Address.of(entry), QueuedSignal.visible());
        }
        SignalState.free(entry);
        boolean dumped = CoreDump.write(signal, info);
        Heap.free(info, Struct.sizeOf(SignalInfo.class));
        Exit.bySignal(signal, dumped);
    }

    private static void handle(Process process, int signal, SignalAction action,
            QueuedSignal entry) {
        SignalState state = process.signals;
        TrapFrame frame = process.frame;
        if (isInterrupted(frame)) {
            if (frame.a0 == Errors.RESTART && (action.flags & Signal.SA_RESTART) != 0) {
                restart(frame);
            } else {
                frame.a0 = -Errno.EINTR;
            }
        }
        frame.call = 0;
        int handler = action.handler;
        int flags = action.flags;
        long mask = (action.maskHigh & 0xffff_ffffL) << Integer.SIZE | action.mask & 0xffff_ffffL;
        int place = place(state, frame.sp, flags);
        boolean written = place != 0 && write(process, place, signal, entry);
        SignalState.free(entry);
        if (!written) {
            noStack(process, signal);
            return;
        }
        if ((state.stackFlags & AUTODISARM) != 0) {
            state.stack = 0;
            state.stackBytes = 0;
            state.stackFlags = SignalState.STACK_DISABLED;
        }
        frame.pc = handler;
        process.sleepDeadline = 0;
        frame.ra = AddressSpace.TRAMPOLINE;
        frame.sp = place;
        frame.a0 = signal;
        frame.a1 = place + SignalFrame.INFO;
        frame.a2 = place + SignalFrame.CONTEXT;
        state.savedIsSet = false;
        if ((flags & Signal.SA_NODEFER) == 0) {
            mask |= SignalState.bit(signal);
        }
        Signals.block(process, state.blocked | mask);
        if ((flags & Signal.SA_RESETHAND) != 0) {
            SignalActions own = SignalActions.own(state);
            if (own == null) {
                end(process, Signal.SIGKILL);
            }
            own.of(signal).handler = Signal.SIG_DFL;
        }
    }

    /** There is no room for the frame: the process gets SIGSEGV, and dies of it if that was it. */
    private static void noStack(Process process, int signal) {
        if (signal == Signal.SIGSEGV) {
            end(process, signal);
        }
        Signals.force(process, Signal.SIGSEGV, Signals.FROM_KERNEL, 0);
    }

    /** Where the frame goes; 0 if the alternate stack is too small. */
    private static int place(SignalState state, int sp, int flags) {
        boolean onStack = isOnStack(state, sp);
        int top = sp;
        if ((flags & Signal.SA_ONSTACK) != 0 && state.stackBytes != 0 && !onStack) {
            top = state.stack + state.stackBytes;
            onStack = true;
        }
        int place = top - SignalFrame.SIZE & -16;
        if (onStack && Integer.compareUnsigned(place, state.stack) < 0) {
            return 0;
        }
        return place;
    }

    static boolean isOnStack(SignalState state, int sp) {
        return (state.stackFlags & AUTODISARM) == 0 && state.stackBytes != 0
                && Integer.compareUnsigned(sp - 1 - state.stack, state.stackBytes) < 0;
    }

    private static boolean write(Process process, int place, int signal, QueuedSignal entry) {
        int info = place + SignalFrame.INFO;
        int visible = QueuedSignal.visible();
        int result = UserMemory.clear(info + visible, SignalFrame.INFO_SIZE - visible);
        if (result == 0 && entry != null) {
            result = UserMemory.copyOut(info, Address.of(entry), visible);
        } else if (result == 0) {
            result = UserMemory.clear(info, visible);
            if (result == 0) {
                result = UserMemory.writeInt(info, signal);
            }
        }
        if (result == 0) {
            result = UserMemory.copyOut(place + SignalFrame.REGISTERS,
                    Address.of(process.frame), SignalFrame.REGISTERS_SIZE);
        }
        if (result == 0) {
            result = UserMemory.clear(place + SignalFrame.FLOAT_STATUS,
                    SignalFrame.FLOAT_STATUS_SIZE);
        }
        if (result < 0) {
            return false;
        }
        // The pages are there by now, so that nothing sleeps while the staging area is in use.
        SignalState state = process.signals;
        long mask = state.savedIsSet ? state.saved : state.blocked;
        Head head = HEAD;
        // What another process has come back with is not for this one to see.
        head.flags = 0;
        head.link = 0;
        head.stack = state.stack;
        head.stackFlags = state.stackFlags;
        head.stackBytes = state.stackBytes;
        head.mask = (int) mask;
        head.maskHigh = (int) (mask >>> Integer.SIZE);
        return UserMemory.copyOut(place + SignalFrame.CONTEXT, Address.of(head),
                Struct.sizeOf(Head.class)) == 0;
    }

    /** {@code rt_sigreturn}: the registers, the mask and the stack that the frame at sp has. */
    static int comeBack(Process process) {
        TrapFrame frame = process.frame;
        int place = frame.sp;
        int status = frame.status;
        Head head = HEAD;
        if ((place & 15) != 0
                || UserMemory.copyIn(Address.of(frame), place + SignalFrame.REGISTERS,
                        SignalFrame.REGISTERS_SIZE) < 0
                || UserMemory.copyIn(Address.of(head), place + SignalFrame.CONTEXT,
                        Struct.sizeOf(Head.class)) < 0) {
            frame.status = status;
            frame.call = 0;
            Signals.force(process, Signal.SIGSEGV, Signals.FROM_KERNEL, 0);
            return 0;
        }
        frame.call = 0;
        SignalState state = process.signals;
        setStack(state, frame.sp, head.stack, head.stackFlags, head.stackBytes);
        Signals.block(process, (head.maskHigh & 0xffff_ffffL) << Integer.SIZE
                | head.mask & 0xffff_ffffL);
        return frame.a0;
    }

    /** {@code sigaltstack}; 0, {@code -EPERM}, {@code -EINVAL} or {@code -ENOMEM}. */
    static int setStack(SignalState state, int sp, int stack, int flags, int bytes) {
        int mode = flags & ~AUTODISARM;
        if (isOnStack(state, sp)) {
            return -Errno.EPERM;
        }
        if (mode != 0 && mode != ON_STACK && mode != SignalState.STACK_DISABLED) {
            return -Errno.EINVAL;
        }
        if (mode == SignalState.STACK_DISABLED) {
            state.stack = 0;
            state.stackBytes = 0;
        } else {
            if (Integer.compareUnsigned(bytes, 2048) < 0) {
                return -Errno.ENOMEM;
            }
            state.stack = stack;
            state.stackBytes = bytes;
        }
        state.stackFlags = flags;
        return 0;
    }
}
