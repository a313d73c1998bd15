package cleave.emulator.device;

import java.util.Arrays;
import java.util.List;

/** Finds the register at an offset, in a table whose registers do not overlap. */
public final class RegisterMap<R extends Enum<R> & Register> {
    private final R[] byOffset;

    public RegisterMap(Class<R> table) {
        byOffset = table.getEnumConstants();
        Arrays.sort(byOffset, (a, b) -> Integer.compare(a.offset(), b.offset()));
    }

    /** The register that holds the byte at {@code offset}, or null. */
    public R at(int offset) {
        int low = 0;
        int high = byOffset.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (byOffset[middle].offset() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        R candidate = byOffset[low];
        return candidate.covers(offset) ? candidate : null;
    }

    /** The table, in order of offset. */
    public List<R> all() {
        return List.of(byOffset);
    }
}
