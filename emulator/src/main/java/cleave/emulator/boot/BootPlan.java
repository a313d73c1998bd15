package cleave.emulator.boot;

import cleave.emulator.hart.Hart;
import cleave.emulator.machine.Machine;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.isa.PrivilegeMode;
import java.util.List;
import java.util.Optional;

/**
 * What is loaded where, and how the hart starts. Made by {@link BootPlanner}; {@link #attach} makes
 * a machine follow it, after every reset again.
 */
public final class BootPlan {
    private static final int A0 = 10;
    private static final int A1 = 11;

    private final List<Piece> pieces;
    private final long start;
    private final PrivilegeMode mode;
    private final long deviceTree;
    private final ElfFile program;
    private final String summary;

    BootPlan(List<Piece> pieces, long start, PrivilegeMode mode, long deviceTree, ElfFile program,
            String summary) {
        this.pieces = List.copyOf(pieces);
        this.start = start;
        this.mode = mode;
        this.deviceTree = deviceTree;
        this.program = program;
        this.summary = summary;
    }

    /** One line of text: what was loaded where, and where it starts. */
    public String summary() {
        return summary;
    }

    /** The first instruction of what was loaded, a physical address. */
    public long start() {
        return start;
    }

    /** The mode in which {@link #start} is executed. */
    public PrivilegeMode mode() {
        return mode;
    }

    /** The kernel or program, when it is ELF: symbols and source lines. */
    public Optional<ElfFile> program() {
        return Optional.ofNullable(program);
    }

    /** Makes {@code machine} boot like this, now and after every reset. */
    public void attach(Machine machine) {
        machine.addBootAction(() -> boot(machine));
    }

    private void boot(Machine machine) {
        for (Piece piece : pieces) {
            piece.load(machine.memory());
        }
        Hart hart = machine.hart();
        hart.setX(A0, 0);
        hart.setX(A1, (int) deviceTree);
        hart.pc = (int) start;
        hart.setPrivilege(mode.level());
    }
}
