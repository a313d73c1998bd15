package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalAction;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;
import cleave.magic.EntryPoint;
import cleave.magic.Struct;

/** What a process does with its signals: {@code rt_sigaction}, {@code rt_sigprocmask}, ... */
final class SignalActionCalls {
    private static final int SET_SIZE = 8;
    private static final int INFO_SIZE = 128;
    private static final int TIME_SIZE = 16;

    private static final SignalAction ACTION = new SignalAction();
    private static final int[] WORDS = new int[4];
    /** Those who wait for signals sleep here, each woken by its own. */
    private static final WaitQueue WAITING = new WaitQueue();

    private SignalActionCalls() {
    }

    private static long mask(int low, int high) {
        return (high & 0xffff_ffffL) << Integer.SIZE | low & 0xffff_ffffL;
    }

    /** Two words from a program, where nothing sleeps after: 0 or {@code -EFAULT}. */
    private static int read(int from, int bytes) {
        int result = UserMemory.copyIn(Address.of(WORDS), from, bytes);
        return result < 0 ? result : UserMemory.copyIn(Address.of(WORDS), from, bytes);
    }

    private static int write(int to, long set) {
        int result = UserMemory.writeInt(to, (int) set);
        return result < 0 ? result
                : UserMemory.writeInt(to + Integer.BYTES, (int) (set >>> Integer.SIZE));
    }

    @EntryPoint("sys_rt_sigaction")
    static int action(int signal, int wanted, int former, int size) {
        if (size != SET_SIZE || !Signals.exists(signal)) {
            return -Errno.EINVAL;
        }
        SignalState state = Process.current().signals;
        SignalAction action = ACTION;
        if (wanted != 0) {
            int bytes = Struct.sizeOf(SignalAction.class);
            int result = UserMemory.copyIn(Address.of(action), wanted, bytes);
            if (result == 0) {
                result = UserMemory.copyIn(Address.of(action), wanted, bytes);
            }
            if (result < 0) {
                return result;
            }
            if ((SignalState.bit(signal) & Signals.ABSOLUTE) != 0) {
                return -Errno.EINVAL;
            }
        }
        int handler = action.handler;
        int flags = action.flags;
        long mask = mask(action.mask, action.maskHigh) & ~Signals.ABSOLUTE;
        if (former != 0) {
            int result = UserMemory.copyOut(former, Address.of(state.actions.of(signal)),
                    Struct.sizeOf(SignalAction.class));
            if (result < 0) {
                return result;
            }
        }
        return wanted == 0 ? 0 : set(state, signal, handler, flags, mask);
    }

    private static int set(SignalState state, int signal, int handler, int flags, long mask) {
        SignalActions own = SignalActions.own(state);
        if (own == null) {
            return -Errno.ENOMEM;
        }
        SignalAction action = own.of(signal);
        action.handler = handler;
        action.flags = flags;
        action.mask = (int) mask;
        action.maskHigh = (int) (mask >>> Integer.SIZE);
        own.handles = own.handles || handler != Signal.SIG_DFL && handler != Signal.SIG_IGN
                || flags != 0;
        Process self = Process.current();
        if (Signals.ignores(self, signal)) {
            Signals.drop(self, SignalState.bit(signal));
            Signals.look(self);
        }
        return 0;
    }

    @EntryPoint("sys_rt_sigprocmask")
    static int mask(int how, int wanted, int former, int size) {
        if (size != SET_SIZE) {
            return -Errno.EINVAL;
        }
        Process self = Process.current();
        long before = self.signals.blocked;
        if (wanted != 0) {
            int result = read(wanted, SET_SIZE);
            if (result < 0) {
                return result;
            }
            long set = mask(WORDS[0], WORDS[1]);
            switch (how) {
                case Signal.SIG_BLOCK -> set |= before;
                case Signal.SIG_UNBLOCK -> set = before & ~set;
                case Signal.SIG_SETMASK -> { }
                default -> {
                    return -Errno.EINVAL;
                }
            }
            Signals.block(self, set);
        }
        return former == 0 ? 0 : write(former, before);
    }

    @EntryPoint("sys_rt_sigpending")
    static int pending(int to, int size) {
        Process self = Process.current();
        return size != SET_SIZE ? -Errno.EINVAL
                : write(to, Signals.pending(self) & self.signals.blocked);
    }

    @EntryPoint("sys_rt_sigsuspend")
    static int suspend(int set, int size) {
        if (size != SET_SIZE) {
            return -Errno.EINVAL;
        }
        int result = read(set, SET_SIZE);
        if (result < 0) {
            return result;
        }
        Signals.maskUntilReturn(mask(WORDS[0], WORDS[1]));
        while (result == 0) {
            result = WAITING.sleep();
        }
        return Errors.RESTART_UNLESS_HANDLED;
    }

    @EntryPoint("sys_signalfd4")
    static int signalFile(int descriptor, int set, int size, int flags) {
        if (size != SET_SIZE) {
            return -Errno.EINVAL;
        }
        int result = read(set, SET_SIZE);
        if (result < 0) {
            return result;
        }
        long wanted = mask(WORDS[0], WORDS[1]);
        if (descriptor == -1) {
            return SignalFile.create(wanted, flags);
        }
        OpenFile file = Process.current().files.get(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        result = SignalFile.change(file, wanted, flags);
        return result < 0 ? result : descriptor;
    }

    @EntryPoint("sys_rt_sigtimedwait_time64")
    static int await(int set, int info, int timeout, int size) {
        if (size != SET_SIZE) {
            return -Errno.EINVAL;
        }
        long deadline = Long.MAX_VALUE;
        if (timeout != 0) {
            int result = read(timeout, TIME_SIZE);
            if (result < 0) {
                return result;
            }
            long seconds = mask(WORDS[0], WORDS[1]);
            if (seconds < 0 || Integer.compareUnsigned(WORDS[2], Clock.NANOSECONDS_PER_SECOND)
                    >= 0) {
                return -Errno.EINVAL;
            }
            deadline = Clock.ticks() + Clock.ticksOf(seconds, WORDS[2]);
        }
        int result = read(set, SET_SIZE);
        if (result < 0) {
            return result;
        }
        return await(mask(WORDS[0], WORDS[1]) & ~Signals.ABSOLUTE, info, deadline);
    }

    private static int await(long wanted, int info, long deadline) {
        Process self = Process.current();
        SignalState state = self.signals;
        while ((Signals.pending(self) & wanted) == 0) {
            if (Clock.ticks() >= deadline) {
                return -Errno.EAGAIN;
            }
            state.awaited = wanted;
            int result = deadline == Long.MAX_VALUE ? WAITING.sleep()
                    : WAITING.sleepUntil(deadline);
            state.awaited = 0;
            if (result < 0 && (Signals.pending(self) & wanted) == 0) {
                return -Errno.EINTR;
            }
        }
        long found = Signals.pending(self) & wanted;
        int low = (int) found;
        int signal = low != 0 ? Integer.numberOfTrailingZeros(low) + 1
                : Integer.numberOfTrailingZeros((int) (found >>> Integer.SIZE)) + 33;
        QueuedSignal entry = Signals.take(self, signal);
        Signals.look(self);
        int result = info == 0 ? 0 : tell(signal, entry, info);
        SignalState.free(entry);
        return result < 0 ? result : signal;
    }

    private static int tell(int signal, QueuedSignal entry, int info) {
        int result = UserMemory.clear(info, INFO_SIZE);
        if (result < 0) {
            return result;
        }
        return entry == null ? UserMemory.writeInt(info, signal)
                : UserMemory.copyOut(info, Address.of(entry), QueuedSignal.visible());
    }

    @EntryPoint("sys_rt_sigreturn")
    static int comeBack() {
        return Delivery.comeBack(Process.current());
    }

    @EntryPoint("sys_sigaltstack")
    static int stack(int wanted, int former) {
        Process self = Process.current();
        SignalState state = self.signals;
        int place = state.stack;
        int bytes = state.stackBytes;
        int flags = bytes == 0 ? SignalState.STACK_DISABLED
                : (Delivery.isOnStack(state, self.frame.sp) ? 1 : 0)
                        | state.stackFlags & 0x8000_0000;
        if (wanted != 0) {
            int result = read(wanted, 3 * Integer.BYTES);
            if (result == 0) {
                result = Delivery.setStack(state, self.frame.sp, WORDS[0], WORDS[1], WORDS[2]);
            }
            if (result < 0) {
                return result;
            }
        }
        if (former == 0) {
            return 0;
        }
        int result = UserMemory.writeInt(former, place);
        result = result < 0 ? result : UserMemory.writeInt(former + 4, flags);
        return result < 0 ? result : UserMemory.writeInt(former + 8, bytes);
    }
}
