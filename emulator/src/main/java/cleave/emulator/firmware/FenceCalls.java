package cleave.emulator.firmware;

import cleave.emulator.hart.Hart;
import cleave.toolchain.isa.Sbi;
import cleave.toolchain.isa.SbiError;
import cleave.toolchain.isa.SbiFunction;

/**
 * RFENCE (SBI specification 2.0, chapter 8), of which the harts to reach are the caller alone.
 * {@code fence.i} has nothing to do: engines see every store to what they have decoded. A range
 * that goes beyond the last address is refused with {@code SBI_ERR_INVALID_ADDRESS}.
 */
final class FenceCalls {
    /** Above this many pages everything is fenced at once. */
    private static final long MOST_PAGES = 64;

    private static final long PAGE = 4096;
    private static final long ADDRESSES = 1L << 32;

    private final SbiCall call;
    private final Hart hart;

    FenceCalls(SbiCall call, Hart hart) {
        this.call = call;
        this.hart = hart;
    }

    void answer(SbiFunction function) {
        HartMask harts = HartMask.of(call.argument(0), call.argument(1));
        if (harts == HartMask.INVALID) {
            call.fails(SbiError.INVALID_PARAM);
            return;
        }
        boolean translation = function != SbiFunction.REMOTE_FENCE_I;
        if (translation && !isRange(call.argument(2), call.argument(3))) {
            call.fails(SbiError.INVALID_ADDRESS);
            return;
        }
        if (translation && harts == HartMask.THIS_HART) {
            boolean anyAsid = function == SbiFunction.REMOTE_SFENCE_VMA;
            fence(call.argument(2), call.argument(3), anyAsid, anyAsid ? 0 : call.argument(4));
        }
        call.succeeds(0);
    }

    static boolean isRange(int start, int size) {
        return size == Sbi.WHOLE_ADDRESS_SPACE
                || Integer.toUnsignedLong(start) + Integer.toUnsignedLong(size) <= ADDRESSES;
    }

    /** Executes {@code sfence.vma} for the pages of a range that is one. */
    void fence(int start, int size, boolean anyAsid, int asid) {
        long first = Integer.toUnsignedLong(start) & -PAGE;
        long end = Integer.toUnsignedLong(start) + Integer.toUnsignedLong(size);
        boolean everything = size == Sbi.WHOLE_ADDRESS_SPACE || start == 0 && size == 0
                || end - first > MOST_PAGES * PAGE;
        if (everything) {
            hart.fenceTranslation(true, 0, anyAsid, asid);
            return;
        }
        for (long va = first; va < end; va += PAGE) {
            hart.fenceTranslation(false, (int) va, anyAsid, asid);
        }
    }
}
