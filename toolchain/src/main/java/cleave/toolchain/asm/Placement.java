package cleave.toolchain.asm;

import java.util.HashMap;
import java.util.Map;

/**
 * Where sections go: one after the other from a base address, in the order of {@link SectionKind}
 * and then of first use, except those that are given an address of their own; what follows such a
 * section follows it in memory. Immutable.
 */
public final class Placement {
    private final int base;
    private final int sectionAlignment;
    private final Map<String, Integer> fixed;

    private Placement(int base, int sectionAlignment, Map<String, Integer> fixed) {
        this.base = base;
        this.sectionAlignment = sectionAlignment;
        this.fixed = fixed;
    }

    /** The first section begins at {@code base}. */
    public static Placement at(int base) {
        return new Placement(base, 1, Map.of());
    }

    /** Each section begins at a multiple of {@code bytes}, a power of two. */
    public Placement alignSectionsTo(int bytes) {
        if (Integer.bitCount(bytes) != 1) {
            throw new IllegalArgumentException(bytes + " is not a power of two");
        }
        return new Placement(base, bytes, fixed);
    }

    /** The section of that name begins at {@code address}. */
    public Placement with(String section, int address) {
        Map<String, Integer> more = new HashMap<>(fixed);
        more.put(section, address);
        return new Placement(base, sectionAlignment, Map.copyOf(more));
    }

    int base() {
        return base;
    }

    /** The address of a section, when the one before ends at {@code next}. */
    int start(String section, int alignment, int next) {
        Integer given = fixed.get(section);
        if (given != null) {
            if ((given & alignment - 1) != 0) {
                throw new IllegalArgumentException(section + " cannot begin at 0x"
                        + Integer.toHexString(given) + ": it is aligned to " + alignment);
            }
            return given;
        }
        int step = Math.max(alignment, sectionAlignment);
        return next + step - 1 & -step;
    }
}
