package cleave.guestos.greeting;

import cleave.magic.Inline;
import cleave.magic.Offset;
import cleave.magic.Struct;

/** The PLIC (RISC-V PLIC specification 1.0) up to context 0, hart 0 in M-mode. */
final class PlicRegisters extends Struct {
    private static final int SOURCES = 1024;
    private static final int UNUSED = 0x1f_fffc;

    /** By source. */
    @Inline(SOURCES)
    volatile int[] priorities;
    @Inline(SOURCES)
    volatile int[] pending;
    /** Of the sources below 32, a bit each. */
    @Offset(0x2000)
    volatile int enable;
    @Inline(UNUSED - 0x2000)
    byte[] otherEnables;
    @Offset(0x20_0000)
    volatile int threshold;
    /** A load claims an interrupt, a store completes it. */
    @Offset(0x20_0004)
    volatile int claim;
}
