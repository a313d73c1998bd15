package cleave.emulator.hart;

/**
 * Notices a trap handler that traps at the same instruction again and again without ever returning:
 * a handler whose own first store faults, a vector that points nowhere. Interrupts do not count.
 */
public final class TrapLoop {
    /** So many equal traps in a row, no return from a trap between them, are a loop. */
    static final int LIMIT = 1000;

    private int pc;
    private int cause = -1;
    private int repeats;
    private int firstPc;
    private int firstCause;
    private int firstTval;
    private boolean fresh = true;

    /** A trap is taken. */
    void trap(int atPc, int withCause, int tval) {
        if (withCause < 0) {
            return;
        }
        if (fresh) {
            firstPc = atPc;
            firstCause = withCause;
            firstTval = tval;
            fresh = false;
        }
        repeats = atPc == pc && withCause == cause ? repeats + 1 : 0;
        pc = atPc;
        cause = withCause;
    }

    /** An {@code mret} or {@code sret}, or firmware that returns: the handler makes progress. */
    public void returned() {
        fresh = true;
        repeats = 0;
        cause = -1;
    }

    /**
     * Whether the last trap was that of the one before it again, which a look back need not show
     * twice.
     */
    boolean isRepeating() {
        return repeats > 0;
    }

    /** Whether the hart is in such a loop now. */
    public boolean isStuck() {
        return repeats >= LIMIT;
    }

    /** The instruction that traps inside the handler. */
    public int pc() {
        return pc;
    }

    public int cause() {
        return cause;
    }

    /** The trap whose handler it was: where it all began. */
    public int firstPc() {
        return firstPc;
    }

    public int firstCause() {
        return firstCause;
    }

    public int firstTval() {
        return firstTval;
    }
}
