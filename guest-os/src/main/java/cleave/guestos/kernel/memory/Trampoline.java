package cleave.guestos.kernel.memory;

import cleave.magic.Address;
import cleave.magic.Symbol;

/** The page that every program has, with the code that returns from signal handlers. */
public final class Trampoline {
    private static Frame frame;

    private Trampoline() {
    }

    /** The frame with the code; null before {@link #begin}. */
    static Frame frame() {
        return frame;
    }

    /** Copies the code to a frame of its own. */
    public static void begin() {
        frame = Frames.allocateZeroed();
        Address from = code();
        Address to = frame.address();
        for (int at = 0; at < TrampolineCode.SIZE; at += Integer.BYTES) {
            to.storeInt(at, from.loadInt(at));
        }
    }

    @Symbol("trampoline_code")
    private static native Address code();
}
