package cleave.guestos.kernel.trap;

import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/**
 * The registers of interrupted code. The first 32 words are Linux's {@code user_regs_struct}: the
 * pc in the place of x0, then x1 to x31.
 */
@Size(144)
public final class TrapFrame extends Struct {
    public int pc;
    public int ra;
    public int sp;
    public int gp;
    public int tp;
    public int t0;
    public int t1;
    public int t2;
    public int s0;
    public int s1;
    @Offset(40)
    public int a0;
    public int a1;
    public int a2;
    public int a3;
    public int a4;
    public int a5;
    public int a6;
    public int a7;
    public int s2;
    public int s3;
    public int s4;
    public int s5;
    public int s6;
    public int s7;
    public int s8;
    public int s9;
    public int s10;
    public int s11;
    public int t3;
    public int t4;
    public int t5;
    public int t6;
    /** {@code sstatus}, of a trap of the kernel only. */
    @Offset(128)
    public int status;
    /**
     * Whether the frame is of a system call whose result has not been looked at: its number plus
     * one, else 0. A call that must be started again is found by it.
     */
    public int call;
    /** The first argument of a system call; {@link #a0} takes the result. */
    public int firstArgument;
    private int unused;
}
