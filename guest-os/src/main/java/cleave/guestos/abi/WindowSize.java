package cleave.guestos.abi;

import cleave.magic.Size;
import cleave.magic.Struct;

/** Linux's {@code struct winsize}. */
@Size(8)
public final class WindowSize extends Struct {
    public short rows;
    public short columns;
    public short width;
    public short height;
}
