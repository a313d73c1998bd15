package cleave.guestos.libc;

import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalAction;
import cleave.magic.Address;
import cleave.magic.PanicHandler;
import cleave.magic.PanicSite;
import cleave.magic.Struct;
import cleave.magic.Unchecked;

/**
 * The end of a program that has found itself wrong: says which check failed where, by nothing that
 * could fail itself, and ends by SIGABRT.
 */
final class Abortion {
    private static final int STANDARD_ERROR = 2;
    private static final int NUMBER_SIZE = 12;
    private static final byte[] NUMBER = new byte[NUMBER_SIZE];
    private static final int SET_SIZE = 8;
    private static final int ABORTED = 127;
    private static final SignalAction DEFAULT = new SignalAction();
    private static final SignalAction UNBLOCKED = new SignalAction();

    private Abortion() {
    }

    @PanicHandler
    static void panic(PanicSite site) {
        say(Program.argumentCount() == 0 ? Address.of("?") : Program.argument(0));
        say(Address.of(": "));
        say(site.message);
        if (site.indexed != 0) {
            say(Address.of(": "));
            say(site.index);
            say(Address.of(" of "));
            say(site.length);
        }
        say(Address.of(" at "));
        say(site.file);
        say(Address.of(":"));
        say(site.line);
        say(Address.of(" in "));
        say(site.method);
        say(Address.of("\n"));
        abort();
    }

    /** One message of the library itself, then the end. */
    static void because(String message) {
        say(Program.argumentCount() == 0 ? Address.of("?") : Program.argument(0));
        say(Address.of(": "));
        say(Address.of(message));
        say(Address.of("\n"));
        abort();
    }

    static void abort() {
        int self = Syscalls.getpid();
        UNBLOCKED.mask = 1 << Signal.SIGABRT - 1;
        Address none = Address.of(0);
        Syscalls.rtSigprocmask(Signal.SIG_UNBLOCK, Struct.addressOf(UNBLOCKED, "mask"), none,
                SET_SIZE);
        Syscalls.kill(self, Signal.SIGABRT);
        Syscalls.rtSigaction(Signal.SIGABRT, Address.of(DEFAULT), none, SET_SIZE);
        Syscalls.kill(self, Signal.SIGABRT);
        Program.exitNow(ABORTED);
    }

    private static void say(Address text) {
        int length = 0;
        while (text.loadByte(length) != 0) {
            length++;
        }
        FileCalls.write(STANDARD_ERROR, text, length);
    }

    @Unchecked("a number of 32 bits has at most ten digits and a sign")
    private static void say(int number) {
        Address digits = Address.of(NUMBER);
        int at = NUMBER_SIZE;
        int rest = number;
        do {
            int digit = rest % 10;
            at--;
            digits.storeByte(at, '0' + (digit < 0 ? -digit : digit));
            rest /= 10;
        } while (rest != 0);
        if (number < 0) {
            at--;
            digits.storeByte(at, '-');
        }
        FileCalls.write(STANDARD_ERROR, digits.plus(at), NUMBER_SIZE - at);
    }
}
