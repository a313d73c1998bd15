package cleave.toolchain.compiler.backend;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables by which a running program learns where it failed.
 *
 * <ul>
 * <li>{@code __cleave_sites} has five words for each {@code jal t0, __cleave_panic}: the address
 *     behind it, the message, the position, and where the failing index and the length are.
 * <li>{@code __cleave_faults} has two words for each run of instructions that may fault on null at
 *     the same position: the address of the first, and the position, 0 for none. A row holds up to
 *     the next higher address.
 * <li>A position is three words: file, line, method. Texts end with a zero byte.
 * </ul>
 *
 * <p>Rows are in the order of the code of each section; who reads them should not rely on more.
 */
public final class PanicTables {
    static final String SITES = "__cleave_sites";
    static final String FAULTS = "__cleave_faults";
    static final int SITE_SIZE = 20;
    static final int FAULT_SIZE = 8;
    static final String UNKNOWN = "?";

    /** Where a number is when a check has failed: a word of the table. */
    public record Place(int word) {
        static final int REGISTER = 1;
        static final int SLOT = 2;
        static final int CONSTANT = 3;
        static final int KIND_BITS = 2;
        public static final Place NONE = new Place(0);

        public static Place in(Register register) {
            return new Place(register.number() << KIND_BITS | REGISTER);
        }

        /** In memory, {@code offset} bytes above sp. */
        public static Place above(int offset) {
            return new Place(offset << KIND_BITS | SLOT);
        }

        /** Known; {@link #holds} tells whether the number fits. */
        public static Place of(int constant) {
            return new Place(constant << KIND_BITS | CONSTANT);
        }

        public static boolean holds(int constant) {
            return constant << KIND_BITS >> KIND_BITS == constant;
        }
    }

    private record Site(Label behind, Label message, Label position, Place index, Place length) {
    }

    private record Fault(Label from, Label position) {
    }

    private final Assembler assembler;
    private final List<Site> sites = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Label> texts = new LinkedHashMap<>();
    private final Map<List<Object>, Label> positions = new LinkedHashMap<>();
    private Label lastFault;

    PanicTables(Assembler assembler) {
        this.assembler = assembler;
    }

    /** Calls the panic routine here. */
    public void panic(String message, Position position, Place index, Place length) {
        assembler.call(Register.T0, assembler.label(PanicRoutines.PANIC));
        sites.add(new Site(assembler.here("site"), text(message), position(position), index,
                length));
    }

    /** The next instruction may fault on null, and belongs to {@code position}. */
    public void mayFault(Position position) {
        Label place = position(position);
        if (place != lastFault) {
            faults.add(new Fault(assembler.here("fault"), place));
            lastFault = place;
        }
    }

    /** Code ends here. */
    public void endOfCode() {
        if (lastFault != null) {
            faults.add(new Fault(assembler.here("fault"), null));
            lastFault = null;
        }
    }

    Label text(String text) {
        return texts.computeIfAbsent(text, unused -> assembler.local("text"));
    }

    Label position(Position position) {
        List<Object> key = position == null ? List.of(UNKNOWN, 0, UNKNOWN)
                : List.of(position.file(), position.line(), position.method());
        return positions.computeIfAbsent(key, unused -> assembler.local("position"));
    }

    void writeTables() {
        assembler.rodata();
        assembler.align(Integer.BYTES);
        assembler.object(SITES);
        for (Site site : sites) {
            assembler.word(site.behind);
            assembler.word(site.message);
            assembler.word(site.position);
            assembler.word(site.index.word, site.length.word);
        }
        assembler.end();
        assembler.bind(SITES + "_end");
        assembler.object(FAULTS);
        for (Fault fault : faults) {
            assembler.word(fault.from);
            if (fault.position == null) {
                assembler.word(0);
            } else {
                assembler.word(fault.position);
            }
        }
        assembler.end();
        assembler.bind(FAULTS + "_end");
        positions.forEach((key, label) -> {
            assembler.bind(label);
            assembler.word(text((String) key.get(0)));
            assembler.word((Integer) key.get(1));
            assembler.word(text((String) key.get(2)));
        });
        texts.forEach((text, label) -> {
            assembler.bind(label);
            assembler.asciz(text);
        });
    }
}
