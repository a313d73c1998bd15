package cleave.guest;

import cleave.magic.Symbol;

/** The running program. */
public final class Program {
    private Program() {
    }

    /** Ends it; only the low eight bits of the code count. Never returns. */
    @Symbol("__guest_exit")
    public static native void exit(int code);
}
