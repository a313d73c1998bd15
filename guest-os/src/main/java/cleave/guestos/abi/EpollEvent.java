package cleave.guestos.abi;

import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** {@code struct epoll_event}; only x86-64 packs it. */
@Size(16)
public final class EpollEvent extends Struct {
    @Offset(0)
    public int events;
    /** Whatever the program likes. */
    @Offset(8)
    public long data;
}
