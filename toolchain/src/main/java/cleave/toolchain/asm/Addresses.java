package cleave.toolchain.asm;

import cleave.toolchain.elf.RelocationType;
import cleave.toolchain.isa.Format;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where everything lies. Sections are placed with every jump in its short form; jumps that do not
 * reach take their long form, and everything is placed again until nothing changes. As a form
 * never shrinks again, that ends.
 */
final class Addresses {
    /** A place that the linker completes; {@code label} is added and, of distances, subtracted. */
    record Fixup(Section section, int offset, RelocationType type, Label label, int addend) {
    }

    private final boolean relocatable;
    private final List<Fixup> fixups = new ArrayList<>();
    /** For each section, the address of each item and, last, of the section's end. */
    private final Map<Section, int[]> addresses = new HashMap<>();

    private Addresses(boolean relocatable) {
        this.relocatable = relocatable;
    }

    static Addresses of(List<Section> sections, Placement placement) {
        return new Addresses(false).settle(sections, placement);
    }

    /** Each section begins at 0, and what is not known within a section becomes a fixup. */
    static Addresses relocatable(List<Section> sections) {
        return new Addresses(true).settle(sections, Placement.at(0));
    }

    private Addresses settle(List<Section> sections, Placement placement) {
        sections.forEach(section -> section.items().forEach(Item::reset));
        do {
            place(sections, placement);
        } while (grow(sections));
        return this;
    }

    private void place(List<Section> sections, Placement placement) {
        int next = placement.base();
        for (Section section : sections) {
            boolean allocated = section.kind().isAllocated() && !relocatable;
            int start = allocated
                    ? placement.start(section.name(), section.alignment(), next) : 0;
            int[] items = new int[section.items().size() + 1];
            int at = start;
            for (int i = 0; i < items.length - 1; i++) {
                items[i] = at;
                at += section.items().get(i).size(at);
            }
            items[items.length - 1] = at;
            addresses.put(section, items);
            next = allocated ? at : next;
        }
    }

    private boolean grow(List<Section> sections) {
        boolean changed = false;
        for (Section section : sections) {
            int[] items = addresses.get(section);
            for (int i = 0; i < items.length - 1; i++) {
                changed |= section.items().get(i).grow(new Item.Place(section, items[i]), this);
            }
        }
        return changed;
    }

    int start(Section section) {
        return addresses.get(section)[0];
    }

    int end(Section section) {
        int[] items = addresses.get(section);
        return items[items.length - 1];
    }

    int of(Section section, int item) {
        return addresses.get(section)[item];
    }

    /** What is left to the linker, in the order in which it was written. */
    List<Fixup> fixups() {
        return fixups;
    }

    /** The label's address; weak labels that are not bound are at 0. */
    int of(Label label, Origin user) {
        if (label.isBound()) {
            return of(label.section(), label.item());
        }
        if (label.isWeak()) {
            return 0;
        }
        throw new AssemblyException(user, "label " + label + " is not bound");
    }

    /** Whether nobody will ever know the label's address, which is reported on writing. */
    boolean isFault(Label label) {
        return !label.isBound() && (relocatable ? !label.isGlobal() : !label.isWeak());
    }

    /** Whether the distance from a place to the label is known here, not only when linked. */
    boolean isFixed(Item.Place place, Label label) {
        if (!relocatable) {
            return label.isBound() || label.isWeak();
        }
        return label.isBound() && !label.isWeak() && label.section() == place.section();
    }

    /** Leaves a place to the linker. */
    private int fixup(Item.Place place, RelocationType type, Label label, int addend,
            Origin user) {
        if (isFault(label)) {
            throw new AssemblyException(user, "label " + label + " is not bound");
        }
        fixups.add(new Fixup(place.section(), place.address(), type, label, addend));
        return 0;
    }

    /** A word that holds the label's address. */
    int word(Label label, int addend, Item.Place place, Origin user) {
        return relocatable ? fixup(place, RelocationType.WORD, label, addend, user)
                : of(label, user) + addend;
    }

    /** The bytes from a place to the label, or nothing when the linker fills them in. */
    int distance(Label label, RelocationType type, Item.Place place, Origin user) {
        return relocatable && !isFixed(place, label) ? fixup(place, type, label, 0, user)
                : of(label, user) - place.address();
    }

    /** The bytes from one label to another, to be written in so many bytes. */
    int distance(Label from, Label to, int width, Item.Place place, Origin user) {
        if (!relocatable || areFixed(from, to)) {
            return distance(from, to, user);
        }
        fixup(place, width == 1 ? RelocationType.ADD8 : width == 2 ? RelocationType.ADD16
                : RelocationType.ADD32, to, 0, user);
        return fixup(place, width == 1 ? RelocationType.SUB8 : width == 2 ? RelocationType.SUB16
                : RelocationType.SUB32, from, 0, user);
    }

    /** The bytes from one label to another. */
    int distance(Label from, Label to, Origin user) {
        return of(to, user) - of(from, user);
    }

    private static boolean areFixed(Label from, Label to) {
        return from.isBound() && to.isBound() && from.section() == to.section()
                && !from.isWeak() && !to.isWeak();
    }

    /** Refuses two labels whose distance must be known here, and is not. */
    void checkFixed(Label from, Label to, Origin user) {
        distance(from, to, user);
        if (relocatable && !areFixed(from, to)) {
            throw new AssemblyException(user, "uleb128: the distance from " + from + " to " + to
                    + ", in different sections, is known only when linked: use distance");
        }
    }

    /** The immediate a reference stands for, in that instruction. */
    int resolve(Reference reference, Item.Place place, Instruction instruction, Origin user) {
        Label label = reference.label();
        if (relocatable) {
            if (reference.kind() == Reference.Kind.PCREL_LO) {
                auipc(label, user);
            }
            return fixup(place, type(reference.kind(), instruction), label, reference.addend(),
                    user);
        }
        return switch (reference.kind()) {
            case HI -> Reference.high(of(label, user) + reference.addend());
            case LO -> Reference.low(of(label, user) + reference.addend());
            case PCREL_HI -> Reference.high(of(label, user) + reference.addend()
                    - place.address());
            case PCREL_LO -> {
                Reference target = auipc(label, user);
                yield Reference.low(of(target.label(), user) + target.addend()
                        - of(label, user));
            }
        };
    }

    private static RelocationType type(Reference.Kind kind, Instruction instruction) {
        boolean store = instruction.format() == Format.S;
        return switch (kind) {
            case HI -> RelocationType.HI20;
            case LO -> store ? RelocationType.LO12_S : RelocationType.LO12_I;
            case PCREL_HI -> RelocationType.PCREL_HI20;
            case PCREL_LO -> store ? RelocationType.PCREL_LO12_S : RelocationType.PCREL_LO12_I;
        };
    }

    /** What the {@code auipc} at the label refers to. */
    private static Reference auipc(Label label, Origin user) {
        if (!label.isBound()) {
            throw new AssemblyException(user, "label " + label + " is not bound");
        }
        List<Item> items = label.section().items();
        if (label.item() < items.size()
                && items.get(label.item()) instanceof Item.Relocated upper
                && upper.reference().kind() == Reference.Kind.PCREL_HI) {
            return upper.reference();
        }
        throw new AssemblyException(user, "pcrelLo(" + label
                + "): that label stands before no auipc with pcrelHi");
    }

    /** Encodes a {@code jal} from that place to the label. */
    int encodeJump(Origin origin, Register rd, Label target, Item.Place place) {
        Instruction jump = Instruction.JAL;
        int distance = distance(target, RelocationType.JAL, place, origin);
        if (!jump.immediateFits(distance)) {
            throw new AssemblyException(origin, jump.mnemonic() + ": " + target + " is "
                    + distance + " bytes away, beyond " + jump.immediateMinimum() + " to "
                    + jump.immediateMaximum());
        }
        return encode(origin, jump, rd, Register.ZERO, Register.ZERO, distance);
    }

    int encode(Origin origin, Instruction instruction, Register rd, Register rs1, Register rs2,
            int immediate) {
        try {
            return instruction.encode(rd.number(), rs1.number(), rs2.number(), immediate);
        } catch (IllegalArgumentException unfit) {
            throw new AssemblyException(origin, unfit.getMessage());
        }
    }
}
