package cleave.guest;

import cleave.magic.Symbol;

/** The running program. */
public final class Program {
    private Program() {
    }

    /** Ends it; only the low eight bits of the code count. Never returns. */
    @Symbol(value = "__guest_exit", stack = 0)
    public static native void exit(int code);
}
