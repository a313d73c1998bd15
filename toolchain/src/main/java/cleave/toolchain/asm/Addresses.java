package cleave.toolchain.asm;

import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where everything lies. Sections are placed with every jump in its short form; jumps that do not
 * reach take their long form, and everything is placed again until nothing changes. As a form
 * never shrinks again, that ends.
 */
final class Addresses {
    /** For each section, the address of each item and, last, of the section's end. */
    private final Map<Section, int[]> addresses = new HashMap<>();

    static Addresses of(List<Section> sections, Placement placement) {
        Addresses addresses = new Addresses();
        sections.forEach(section -> section.items().forEach(Item::reset));
        do {
            addresses.place(sections, placement);
        } while (addresses.grow(sections));
        return addresses;
    }

    private void place(List<Section> sections, Placement placement) {
        int next = placement.base();
        for (Section section : sections) {
            boolean allocated = section.kind().isAllocated();
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
                changed |= section.items().get(i).grow(items[i], this);
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

    /** The label's address. */
    int of(Label label, Origin user) {
        if (!label.isBound()) {
            throw new AssemblyException(user, "label " + label + " is not bound");
        }
        return of(label.section(), label.item());
    }

    /** The bytes from one label to another. */
    int distance(Label from, Label to, Origin user) {
        return of(to, user) - of(from, user);
    }

    /** Whether a jump at {@code address} gets to the label; an unbound label is reported later. */
    boolean reaches(Instruction jump, int address, Label target) {
        return !target.isBound()
                || jump.immediateFits(of(target.section(), target.item()) - address);
    }

    /** The immediate a reference stands for, in an instruction at {@code address}. */
    int resolve(Reference reference, int address, Origin user) {
        Label label = reference.label();
        int value = of(label, user) + reference.addend();
        return switch (reference.kind()) {
            case HI -> Reference.high(value);
            case LO -> Reference.low(value);
            case PCREL_HI -> Reference.high(value - address);
            case PCREL_LO -> Reference.low(distanceOfAuipc(label, user));
        };
    }

    private int distanceOfAuipc(Label label, Origin user) {
        List<Item> items = label.section().items();
        if (label.item() < items.size()
                && items.get(label.item()) instanceof Item.Relocated upper
                && upper.reference().kind() == Reference.Kind.PCREL_HI) {
            Reference target = upper.reference();
            return of(target.label(), user) + target.addend() - of(label, user);
        }
        throw new AssemblyException(user, "pcrelLo(" + label
                + "): that label stands before no auipc with pcrelHi");
    }

    /** Encodes a jump from {@code address} to the label. */
    int encodeJump(Origin origin, Instruction jump, Register rd, Label target, int address) {
        int distance = of(target, origin) - address;
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
