package cleave.guestos.kernel.process;

import cleave.magic.Size;
import cleave.magic.Struct;

/** What a process in the kernel keeps while others run: the registers that calls preserve. */
@Size(56)
public final class Context extends Struct {
    public int ra;
    public int sp;
    public int s0;
    public int s1;
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
}
