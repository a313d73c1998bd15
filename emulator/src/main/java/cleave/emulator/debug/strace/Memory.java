package cleave.emulator.debug.strace;

import cleave.emulator.debug.GuestView;
import cleave.emulator.debug.GuestView.Addressing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Memory as the program has it now. */
final class Memory {
    private static final int PIECE = 64;

    private final GuestView view;

    Memory(GuestView view) {
        this.view = view;
    }

    /** As many of these bytes as there are. */
    byte[] bytes(int address, int length) {
        byte[] bytes = new byte[length];
        return Arrays.copyOf(bytes, view.read(address & 0xffff_ffffL, Addressing.VIRTUAL, bytes));
    }

    OptionalInt word(int address) {
        byte[] bytes = bytes(address, Integer.BYTES);
        if (bytes.length < Integer.BYTES) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16
                | bytes[3] << 24);
    }

    OptionalLong doubleWord(int address) {
        OptionalInt low = word(address);
        OptionalInt high = word(address + Integer.BYTES);
        return low.isEmpty() || high.isEmpty() ? OptionalLong.empty()
                : OptionalLong.of(low.getAsInt() & 0xffff_ffffL
                        | (long) high.getAsInt() << Integer.SIZE);
    }

    /** A C string of at most {@code most} bytes; empty when it cannot be read to its end. */
    Optional<String> string(int address, int most) {
        StringBuilder text = new StringBuilder();
        while (text.length() < most) {
            byte[] piece = bytes(address + text.length(),
                    Math.min(PIECE, most - text.length()));
            for (byte b : piece) {
                if (b == 0) {
                    return Optional.of(text.toString());
                }
                text.append((char) (b & 0xff));
            }
            if (piece.length < Math.min(PIECE, most - text.length() + piece.length)) {
                return Optional.empty();
            }
        }
        return Optional.of(text.toString());
    }

    static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
