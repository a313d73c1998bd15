package cleave.toolchain.compiler.door;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.backend.Routine;
import java.util.List;

/** Where a program runs, and so how it begins, prints and ends. */
public enum ProgramKind {
    /** A Linux process for riscv32, statically linked. */
    USER(0x1_0000, UserStart::write),
    /** The first program of QEMU's {@code virt}, in M-mode ({@code -bios none}). */
    BARE(0x8000_0000, BareStart::write);

    private final int base;
    private final Start start;

    /** Writes {@code _start} and the routines of {@code cleave.guest}; describes them. */
    private interface Start {
        List<Routine> write(Assembler assembler, MainMethod main);
    }

    ProgramKind(int base, Start start) {
        this.base = base;
        this.start = start;
    }

    /** The program's lowest address. */
    public int base() {
        return base;
    }

    List<Routine> writeStart(Assembler assembler, MainMethod main) {
        return start.write(assembler, main);
    }
}
