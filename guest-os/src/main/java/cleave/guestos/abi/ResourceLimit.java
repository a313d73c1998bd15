package cleave.guestos.abi;

import cleave.magic.Size;
import cleave.magic.Struct;

/** Linux's {@code struct rlimit64}, and what can be limited. */
@Size(16)
public final class ResourceLimit extends Struct {
    public static final long INFINITY = -1;

    public static final int CPU = 0;
    public static final int FSIZE = 1;
    public static final int DATA = 2;
    public static final int STACK = 3;
    public static final int CORE = 4;
    public static final int RSS = 5;
    public static final int NPROC = 6;
    public static final int NOFILE = 7;
    public static final int MEMLOCK = 8;
    public static final int AS = 9;

    /** The limit in force. */
    public long soft;
    /** How far the soft limit may be raised. */
    public long hard;
}
