package cleave.guestos.kernel.process;

import cleave.magic.Inline;
import cleave.magic.Struct;

/** Resource limits ({@code getrlimit}); -1 stands for none. */
public final class Limits extends Struct {
    public static final int CPU = 0;
    public static final int FILE_SIZE = 1;
    public static final int DATA = 2;
    public static final int STACK = 3;
    public static final int CORE = 4;
    public static final int RESIDENT = 5;
    public static final int PROCESSES = 6;
    public static final int FILES = 7;
    public static final int LOCKED = 8;
    public static final int ADDRESS_SPACE = 9;
    public static final int COUNT = 16;
    public static final int INFINITE = -1;

    private static final int STACK_DEFAULT = 8 << 20;
    private static final int FILES_DEFAULT = 1024;
    private static final int FILES_HARD = 4096;

    @Inline(COUNT)
    public int[] soft;
    @Inline(COUNT)
    public int[] hard;

    /** What init begins with. */
    void setDefaults() {
        for (int i = 0; i < COUNT; i++) {
            soft[i] = INFINITE;
            hard[i] = INFINITE;
        }
        soft[STACK] = STACK_DEFAULT;
        soft[CORE] = 0;
        soft[FILES] = FILES_DEFAULT;
        hard[FILES] = FILES_HARD;
    }

    void copyFrom(Limits other) {
        for (int i = 0; i < COUNT; i++) {
            soft[i] = other.soft[i];
            hard[i] = other.hard[i];
        }
    }

    /** Bytes that the stack may grow to. */
    public int stack() {
        return soft[STACK];
    }

    public int files() {
        return soft[FILES];
    }
}
