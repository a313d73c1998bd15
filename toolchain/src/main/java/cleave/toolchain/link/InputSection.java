package cleave.toolchain.link;

import cleave.toolchain.elf.ElfRelocation;
import cleave.toolchain.elf.ElfSection;
import cleave.toolchain.elf.RelocationType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A section of an object on its way into the executable. Offsets in it are those of the object;
 * {@link #address} accounts for the bytes that relaxation has removed.
 */
final class InputSection {
    private final String object;
    private final ElfSection header;
    private final List<ElfRelocation> relocations;
    private final List<Spot> spots = new ArrayList<>();
    /** The relocations of {@code auipc}s, by offset: each may have many other halves. */
    private final Map<Integer, ElfRelocation> upperHalves = new HashMap<>();
    private int[] keptEnds = {};
    private int[] removedBefore = {0};
    private boolean live;
    private int start;

    InputSection(String object, ElfSection header, List<ElfRelocation> relocations) {
        this.object = object;
        this.header = header;
        this.relocations = relocations;
        for (ElfRelocation relocation : relocations) {
            if (relocation.type() == RelocationType.PCREL_HI20) {
                upperHalves.put(relocation.offset(), relocation);
            }
        }
    }

    /** The object's name. */
    String object() {
        return object;
    }

    ElfSection header() {
        return header;
    }

    String name() {
        return header.name();
    }

    List<ElfRelocation> relocations() {
        return relocations;
    }

    /** The relocation of the {@code auipc} at an offset, or null. */
    ElfRelocation upperHalf(int offset) {
        return upperHalves.get(offset);
    }

    boolean isAllocated() {
        return header.isAllocated();
    }

    /** In order of offset; none in sections that are not relaxed. */
    List<Spot> spots() {
        return spots;
    }

    /** Whether it goes into the executable. */
    boolean isLive() {
        return live;
    }

    void keep() {
        live = true;
    }

    int start() {
        return start;
    }

    void place(int address) {
        start = address;
    }

    int alignment() {
        return Math.max(header.alignment(), 1);
    }

    /** Bytes in the executable. */
    int size() {
        return kept(header.size());
    }

    /** The address of an offset. */
    int address(int offset) {
        return start + kept(offset);
    }

    /**
     * Takes note of the sizes that the spots have now; {@link #address} and {@link #size} go by
     * these until it is called again.
     */
    void settle() {
        keptEnds = new int[spots.size()];
        removedBefore = new int[spots.size() + 1];
        for (int i = 0; i < keptEnds.length; i++) {
            Spot spot = spots.get(i);
            keptEnds[i] = spot.offset() + spot.size;
            removedBefore[i + 1] = removedBefore[i] + spot.length - spot.size;
        }
    }

    /** How many of the first {@code offset} bytes are kept. */
    private int kept(int offset) {
        int place = Arrays.binarySearch(keptEnds, offset);
        int last = place >= 0 ? place - 1 : -place - 2;
        if (last < 0) {
            return offset;
        }
        // The offset may lie among the removed bytes themselves.
        Spot spot = spots.get(last);
        int end = spot.offset() + spot.length;
        return offset < end ? keptEnds[last] - removedBefore[last]
                : offset - removedBefore[last + 1];
    }

    /** For messages: {@code main.o: .text+0x1c}. */
    String place(ElfRelocation relocation) {
        return object + ": " + name() + "+0x" + Integer.toHexString(relocation.offset());
    }
}
