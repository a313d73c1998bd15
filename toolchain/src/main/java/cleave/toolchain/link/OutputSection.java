package cleave.toolchain.link;

import cleave.toolchain.elf.ElfSection;
import java.util.ArrayList;
import java.util.List;

/** A section of the executable, made of sections of objects. */
final class OutputSection {
    private static final int KEPT_FLAGS =
            ElfSection.ALLOC | ElfSection.WRITE | ElfSection.EXECUTE;

    private final String name;
    private final List<InputSection> inputs = new ArrayList<>();
    private int flags;
    private int address;
    private long size;

    OutputSection(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    List<InputSection> inputs() {
        return inputs;
    }

    void add(InputSection input) {
        inputs.add(input);
        flags |= input.header().flags() & KEPT_FLAGS;
    }

    int flags() {
        return flags;
    }

    boolean isAllocated() {
        return (flags & ElfSection.ALLOC) != 0;
    }

    /** Whether no input has bytes in its object. */
    boolean isBlank() {
        return inputs.stream().allMatch(input -> input.header().type() == ElfSection.NOBITS);
    }

    /** {@code sh_type}: that of all its parts, or plain bytes. */
    int type() {
        int type = inputs.get(0).header().type();
        return inputs.stream().allMatch(input -> input.header().type() == type) ? type
                : ElfSection.PROGBITS;
    }

    int alignment() {
        return inputs.stream().mapToInt(InputSection::alignment).max().orElse(1);
    }

    int address() {
        return address;
    }

    /** Bytes; more than an address can count when the program does not fit. */
    long size() {
        return size;
    }

    int end() {
        return (int) (address + size);
    }

    /** Puts its parts one after the other from an address on. */
    void place(int start) {
        address = start;
        long begin = Integer.toUnsignedLong(start);
        long next = begin;
        for (InputSection input : inputs) {
            long at = next + input.alignment() - 1 & -input.alignment();
            input.place((int) at);
            next = at + relax(input, (int) at);
        }
        size = next - begin;
    }

    /** Gives padding the size it needs there; answers the section's size. */
    private static long relax(InputSection input, int start) {
        int removed = 0;
        for (Spot spot : input.spots()) {
            if (spot.isPadding()) {
                int at = start + spot.offset() - removed;
                spot.size = -at & spot.alignment() - 1;
            }
            removed += spot.length - spot.size;
        }
        input.settle();
        return Integer.toUnsignedLong(input.header().size()) - removed;
    }
}
