package cleave.guestos.libc;

import cleave.magic.Address;
import cleave.magic.EntryPoint;
import cleave.magic.Fn;
import cleave.magic.NoInline;
import cleave.magic.Symbol;

/**
 * The running program from its first instruction to its last. The kernel starts it with {@code
 * argc}, {@code argv}, the environment and the auxiliary vector on the stack (System V gABI,
 * "Process initialization"); {@code _start} hands the stack to {@link #start}.
 */
public final class Program {
    /** At most as many functions are run at exit (C asks for 32). */
    private static final int HANDLERS_MAX = 32;
    private static final Handler[] HANDLERS = new Handler[HANDLERS_MAX];
    private static int handlers;

    private static int argumentCount;
    private static Address arguments;
    private static Address auxiliary;

    /** A function that runs at exit. */
    public interface Handler extends Fn {
        void run();
    }

    private Program() {
    }

    /** The program's own beginning, called with the stack as the kernel made it. */
    @EntryPoint("__libc_start")
    static void start(Address stack) {
        argumentCount = stack.loadInt(0);
        arguments = stack.plus(4);
        Address environment = arguments.plus(4 * argumentCount + 4);
        Environment.begin(environment);
        while (environment.loadInt(0) != 0) {
            environment = environment.plus(4);
        }
        auxiliary = environment.plus(4);
        exit(main(argumentCount, arguments));
    }

    /** The main method of the class that the program was built of. */
    @Symbol("__program_main")
    private static native int main(int count, Address arguments);

    public static int argumentCount() {
        return argumentCount;
    }

    /** argv: addresses of strings, then a null. */
    public static Address arguments() {
        return arguments;
    }

    /** An argument; the null address behind the last. */
    public static Address argument(int index) {
        return Address.of(arguments.loadInt(4 * index));
    }

    /** The last part of argv[0]. */
    public static Address name() {
        return argumentCount == 0 ? Address.of("?") : Strings.baseName(argument(0));
    }

    /** An entry of the auxiliary vector ({@code AT_PAGESZ} is 6); 0 if the kernel gave none. */
    public static int auxiliary(int type) {
        Address at = auxiliary;
        while (at.loadInt(0) != 0) {
            if (at.loadInt(0) == type) {
                return at.loadInt(4);
            }
            at = at.plus(8);
        }
        return 0;
    }

    /** Runs a function at {@link #exit}, the last registered first; 0, or -1 when too many are. */
    public static int atexit(Handler handler) {
        if (handlers == HANDLERS_MAX) {
            return -1;
        }
        HANDLERS[handlers] = handler;
        handlers++;
        return 0;
    }

    /** Runs what was registered, writes out the streams, and ends. Never returns. */
    @NoInline
    public static void exit(int code) {
        while (handlers > 0) {
            handlers--;
            HANDLERS[handlers].run();
        }
        Stdio.flushAll();
        exitNow(code);
    }

    /** {@code _exit}: ends at once. Never returns. */
    public static void exitNow(int code) {
        while (true) {
            Syscalls.exitGroup(code);
        }
    }

    /** Ends by SIGABRT, even when it is ignored or handled. Never returns. */
    @NoInline
    public static void abort() {
        Abortion.abort();
    }
}
