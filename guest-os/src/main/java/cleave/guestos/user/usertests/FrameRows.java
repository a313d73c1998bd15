package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.abi.SyscallNumber;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Syscalls;
import cleave.magic.Address;
import cleave.magic.Rv;

/**
 * S1: what a handler finds on its stack, laid out as Linux does for RV32, what it may change there,
 * and on which stack that is.
 */
final class FrameRows {
    /** Where {@code ucontext_t} has the alternate stack, the mask, and the registers. */
    static final int STACK = 8;
    static final int MASK = 20;
    static final int REGISTERS = 160;
    /** Indexes of registers; the pc is in the place of x0. */
    static final int PC = 0;
    static final int RA = 1;
    static final int SP = 2;
    static final int A0 = 10;
    static final int A1 = 11;
    static final int A7 = 17;
    private static final int INFORMATION_SIZE = 128;
    private static final int ECALL = 0x73;
    private static final int ON_STACK = 1;
    private static final int DISABLED = 2;
    private static final int STACK_SIZE = 16_384;
    private static final int TOO_SMALL = 100;
    private static final int CHANGED = 4711;
    private static final byte[] PLACE = new byte[STACK_SIZE];
    private static final int[] NOW = new int[3];
    private static final int[] SAVED = new int[18];
    private static Address stackOfHandler;
    private static Address frame;
    private static int flagsInHandler;
    private static int changeInHandler;
    private static int savedMask;
    private static int calls;

    private FrameRows() {
    }

    static int register(Address context, int index) {
        return context.loadInt(REGISTERS + 4 * index);
    }

    static void setRegister(Address context, int index, int value) {
        context.storeInt(REGISTERS + 4 * index, value);
    }

    static void run() {
        Apart.part(FrameRows::layout, "the frame of a handler");
        Apart.part(FrameRows::changes, "changes of the frame");
        Apart.part(FrameRows::alternate, "the alternate stack");
    }

    private static void look(int signal, SignalInfo information, Address context) {
        calls++;
        stackOfHandler = Rv.sp();
        frame = Address.of(information);
        for (int i = 0; i < SAVED.length; i++) {
            SAVED[i] = register(context, i);
        }
        savedMask = context.loadInt(MASK);
        Check.equal(INFORMATION_SIZE, context.minus(Address.of(information)),
                "bytes from siginfo_t to ucontext_t");
        Check.equal(0, context.loadInt(0), "uc_flags");
        Check.equal(0, context.loadInt(4), "uc_link");
        Syscalls.sigaltstack(Address.of(0), Address.of(NOW));
        flagsInHandler = NOW[1];
        int same = Syscalls.sigaltstack(Address.of(NOW), Address.of(0));
        changeInHandler = same;
    }

    private static int sendTo(int process, int signal) {
        return Rv.ecall(SyscallNumber.KILL, process, signal);
    }

    private static void layout() {
        Signals.handle(Signal.SIGUSR1, FrameRows::look, 0, 0);
        Signals.setMask(Signals.set(Signal.SIGHUP));
        Address here = Rv.sp();
        Check.equal(0, sendTo(Processes.getpid(), Signal.SIGUSR1), "kill");
        Check.equal(1, calls, "calls");
        Check.equal(0, frame.bits() & 15, "how the frame is aligned");
        Check.that(stackOfHandler.isBelow(frame) && frame.isBelow(here)
                && here.minus(frame) < 4096, "it lies on the program's stack");
        Check.equal(SyscallNumber.KILL, SAVED[A7], "a7, the number of the call");
        Check.equal(Signal.SIGUSR1, SAVED[A1], "a1, its argument");
        Check.equal(0, SAVED[A0], "a0, its result");
        Check.between(0, 512, here.minus(Address.of(SAVED[SP])), "sp");
        Check.equal(ECALL, Address.of(SAVED[PC] - 2).loadShort(0) << 16
                | Address.of(SAVED[PC] - 4).loadUnsignedShort(0), "what lies before the pc");
        Check.equal((int) Signals.set(Signal.SIGHUP), savedMask, "the mask");
        Check.equal(DISABLED, flagsInHandler, "there is no alternate stack");
        Check.that(Proc.isMapped(Processes.getpid(), here, "rw-p"), "the stack");
    }

    private static void change(int signal, SignalInfo information, Address context) {
        setRegister(context, A0, CHANGED);
        context.storeInt(MASK, context.loadInt(MASK) | (int) Signals.set(Signal.SIGHUP)
                | (int) Signals.set(Signal.SIGKILL));
    }

    private static void changes() {
        Signals.handle(Signal.SIGUSR1, FrameRows::change, 0, 0);
        Check.equal(CHANGED, sendTo(Processes.getpid(), Signal.SIGUSR1),
                "a register that the handler has changed");
        Check.that(Signals.mask() == Signals.set(Signal.SIGHUP),
                "the mask that it has changed, without SIGKILL");
        Check.equal(Apart.KILLED + Signal.SIGSEGV, Apart.run(() -> {
            Signals.handle(Signal.SIGUSR2, FrameRows::spoil, 0, 0);
            return sendTo(Processes.getpid(), Signal.SIGUSR2);
        }), "a pc to where nothing is");
        Check.equal(Apart.KILLED + Signal.SIGSEGV, Apart.run(
                () -> Rv.ecall(SyscallNumber.RT_SIGRETURN)), "rt_sigreturn without a frame");
    }

    private static void spoil(int signal, SignalInfo information, Address context) {
        setRegister(context, PC, 8);
    }

    private static int setStack(Address place, int flags, int size) {
        NOW[0] = place.bits();
        NOW[1] = flags;
        NOW[2] = size;
        return Syscalls.sigaltstack(Address.of(NOW), Address.of(0));
    }

    private static void alternate() {
        Address place = Address.of(PLACE);
        Check.equal(-Errno.ENOMEM, setStack(place, 0, TOO_SMALL), "one that is too small");
        Check.equal(-Errno.EINVAL, setStack(place, 77, STACK_SIZE), "unknown flags");
        Check.equal(0, setStack(place, 0, STACK_SIZE), "a stack");
        NOW[0] = 0;
        Syscalls.sigaltstack(Address.of(0), Address.of(NOW));
        Check.equal(place.bits(), NOW[0], "where it is");
        Check.equal(0, NOW[1], "its flags");
        Check.equal(STACK_SIZE, NOW[2], "its size");
        Signals.handle(Signal.SIGUSR1, FrameRows::look, 0, 0);
        sendTo(Processes.getpid(), Signal.SIGUSR1);
        Check.that(!isOnStack(place), "without SA_ONSTACK it is not used");
        Check.equal(0, flagsInHandler, "and not in use");
        Signals.handle(Signal.SIGUSR1, FrameRows::look, Signal.SA_ONSTACK, 0);
        sendTo(Processes.getpid(), Signal.SIGUSR1);
        Check.that(isOnStack(place), "with SA_ONSTACK it is");
        Check.equal(ON_STACK, flagsInHandler, "and in use");
        Check.equal(-Errno.EPERM, changeInHandler, "so that it cannot be changed");
        Check.equal(0, Apart.run(() -> {
            sendTo(Processes.getpid(), Signal.SIGUSR1);
            return isOnStack(Address.of(PLACE)) ? 0 : 1;
        }), "a child inherits it");
        Check.equal(0, setStack(place, DISABLED, 0), "SS_DISABLE");
        sendTo(Processes.getpid(), Signal.SIGUSR1);
        Check.that(!isOnStack(place), "then it is not used");
    }

    private static boolean isOnStack(Address place) {
        return !stackOfHandler.isBelow(place)
                && stackOfHandler.isBelow(place.plus(STACK_SIZE));
    }
}
