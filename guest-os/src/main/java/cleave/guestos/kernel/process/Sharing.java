package cleave.guestos.kernel.process;

import cleave.magic.Struct;

/**
 * How many have a struct, and in which way. After a fork they have it only until one changes it:
 * who does takes a copy first. In common, as the threads of a process have it, they change it in
 * place, and a fork takes the copy. One struct is never had in both ways.
 */
public final class Sharing extends Struct {
    private int holders;
    private boolean common;

    /** Somebody has it, alone. */
    public void begin() {
        holders = 1;
    }

    /** One more has it. */
    public void add() {
        holders++;
    }

    /** One fewer has it: whether that was the last. */
    public boolean drop() {
        holders--;
        return holders == 0;
    }

    public boolean isAlone() {
        return holders == 1;
    }

    /** Whether who has it may change it in place. */
    public boolean mayChange() {
        return holders == 1 || common;
    }

    /** Whether a fork has to copy it. */
    public boolean isCommon() {
        if (holders == 1) {
            common = false;
        }
        return common;
    }

    /** All who will have it from now on have it in common: it must be somebody's alone, or so. */
    public void makeCommon() {
        common = true;
    }
}
