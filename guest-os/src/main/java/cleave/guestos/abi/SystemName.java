package cleave.guestos.abi;

import cleave.magic.Inline;
import cleave.magic.Size;
import cleave.magic.Struct;

/** Linux's {@code struct new_utsname}: strings. */
@Size(390)
public final class SystemName extends Struct {
    public static final int LENGTH = 65;

    @Inline(LENGTH)
    public byte[] system;
    @Inline(LENGTH)
    public byte[] node;
    @Inline(LENGTH)
    public byte[] release;
    @Inline(LENGTH)
    public byte[] version;
    @Inline(LENGTH)
    public byte[] machine;
    @Inline(LENGTH)
    public byte[] domain;
}
