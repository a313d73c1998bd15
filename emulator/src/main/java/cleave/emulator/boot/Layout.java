package cleave.emulator.boot;

import cleave.toolchain.text.Sizes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What lies where in RAM. Refuses what is not in RAM, and what lies on something else. */
final class Layout {
    private static final long MEBIBYTE = 1 << 20;
    /** The largest {@code -m}. */
    private static final long LARGEST_RAM = 1L << 30;

    private final long base;
    private final long size;
    private final List<Piece> pieces = new ArrayList<>();

    Layout(long base, long size) {
        this.base = base;
        this.size = size;
    }

    long base() {
        return base;
    }

    long size() {
        return size;
    }

    long end() {
        return base + size;
    }

    List<Piece> pieces() {
        return Collections.unmodifiableList(pieces);
    }

    void add(Piece piece) throws BootException {
        if (piece.address() < base) {
            throw new BootException(String.format("%s is not in RAM, which begins at 0x%08x: link "
                    + "it at 0x%08x (M-mode) or 0x%08x (S-mode)", piece.describe(), base, base,
                    base + BootPlanner.KERNEL_OFFSET));
        }
        if (piece.end() > end()) {
            throw new BootException(piece.describe() + " " + outside(piece.end()));
        }
        for (Piece other : pieces) {
            if (piece.overlaps(other)) {
                throw new BootException(String.format("%s overlaps %s: link or place one of them "
                        + "elsewhere", piece.describe(), other.describe()));
            }
        }
        pieces.add(piece);
    }

    /** The rest of a sentence about something that ends at {@code end}, or needs RAM up to it. */
    String outside(long end) {
        long needed = (end - base + MEBIBYTE - 1) / MEBIBYTE;
        String cure = needed * MEBIBYTE <= LARGEST_RAM ? "give the machine more: -m " + needed + "M"
                : String.format("no machine here has more than 1 GiB: link it at 0x%08x, or give "
                        + "its sections load addresses in RAM with AT() in the linker script",
                        base + BootPlanner.KERNEL_OFFSET);
        return String.format("leaves RAM, which ends at 0x%08x with %s: %s", end(),
                Sizes.format(size), cure);
    }

    /** Whether the range lies in RAM and touches nothing. */
    boolean isFree(long address, long length) {
        Piece range = Piece.empty(address, length);
        return address >= base && range.end() <= end()
                && pieces.stream().noneMatch(range::overlaps);
    }

    /** The end of the highest piece, or the start of RAM. */
    long top() {
        return pieces.stream().mapToLong(Piece::end).max().orElse(base);
    }
}
