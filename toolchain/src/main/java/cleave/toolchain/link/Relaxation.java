package cleave.toolchain.link;

import cleave.toolchain.elf.ElfRelocation;
import cleave.toolchain.elf.RelocationType;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shortens calls and padding (psABI, "Linker Relaxation"). Every call that may be relaxed begins in
 * its shortest form; those that do not reach take the next, and everything is placed again until
 * nothing changes. As a call never shrinks again, that ends.
 */
final class Relaxation {
    private final List<InputObject> objects;
    private final Symbols symbols;
    private final boolean shorten;

    /** {@code shorten}: whether calls are; padding always is, for else it aligns nothing. */
    Relaxation(List<InputObject> objects, Symbols symbols, boolean shorten) {
        this.objects = objects;
        this.symbols = symbols;
        this.shorten = shorten;
    }

    void run(Layout layout) {
        for (InputObject object : objects) {
            object.sections().stream().filter(InputSection::isLive)
                    .forEach(section -> findSpots(object, section));
        }
        do {
            layout.place();
        } while (growAll());
    }

    private void findSpots(InputObject object, InputSection section) {
        Set<Integer> relaxed = new HashSet<>();
        for (ElfRelocation relocation : section.relocations()) {
            if (relocation.type() == RelocationType.RELAX) {
                relaxed.add(relocation.offset());
            }
        }
        int size = section.header().size();
        for (ElfRelocation relocation : section.relocations()) {
            int offset = relocation.offset();
            if (relocation.type() == RelocationType.ALIGN && relocation.addend() > 0
                    && relocation.addend() <= size - offset) {
                section.spots().add(Spot.padding(relocation));
            } else if (shorten && isCall(relocation) && relaxed.contains(offset)
                    && offset <= size - Spot.CALL_SIZE) {
                section.spots().add(Spot.call(relocation, shortest(object, section, relocation)));
            }
        }
    }

    static boolean isCall(ElfRelocation relocation) {
        return relocation.type() == RelocationType.CALL
                || relocation.type() == RelocationType.CALL_PLT;
    }

    /** The register that gets the return address: the {@code rd} of the pair's second part. */
    static int link(InputSection section, ElfRelocation call) {
        return Operands.rd(section.header().data().getInt(call.offset() + Spot.JAL_SIZE));
    }

    private static int shortest(InputObject object, InputSection section, ElfRelocation call) {
        return object.isCompressed() && compressed(link(section, call), 0) != 0
                ? Spot.COMPRESSED_SIZE : Spot.JAL_SIZE;
    }

    /** The 16-bit jump over that distance, or 0 when there is none. */
    static int compressed(int link, int distance) {
        return Instruction.JAL.immediateFits(distance)
                ? CompressedInstruction.compress(Instruction.JAL.encode(link, 0, 0, distance)) : 0;
    }

    private boolean growAll() {
        boolean changed = false;
        for (InputObject object : objects) {
            for (InputSection section : object.sections()) {
                for (Spot spot : section.spots()) {
                    changed |= !spot.isPadding() && grow(object, section, spot);
                }
            }
        }
        return changed;
    }

    private boolean grow(InputObject object, InputSection section, Spot spot) {
        Definition target = symbols.of(object, spot.relocation);
        if (target == null) {
            return false;
        }
        int distance = target.address() + spot.relocation.addend()
                - section.address(spot.offset());
        int needed = Spot.CALL_SIZE;
        if (Instruction.JAL.immediateFits(distance)) {
            needed = compressed(link(section, spot.relocation), distance) != 0
                    ? Spot.COMPRESSED_SIZE : Spot.JAL_SIZE;
        }
        if (needed <= spot.size) {
            return false;
        }
        spot.size = needed;
        return true;
    }
}
