package cleave.toolchain.compiler.door;

import cleave.toolchain.asm.Assembler;

/** Where a program runs, and so how it begins, prints and ends. */
public enum ProgramKind {
    /** A Linux process for riscv32, statically linked. */
    USER(0x1_0000, UserStart::write),
    /** The first program of QEMU's {@code virt}, in M-mode ({@code -bios none}). */
    BARE(0x8000_0000, BareStart::write);

    private final int base;
    private final Start start;

    /** Writes {@code _start} and the routines of {@code cleave.guest}. */
    private interface Start {
        void write(Assembler assembler, MainMethod main);
    }

    ProgramKind(int base, Start start) {
        this.base = base;
        this.start = start;
    }

    /** The program's lowest address. */
    public int base() {
        return base;
    }

    void writeStart(Assembler assembler, MainMethod main) {
        start.write(assembler, main);
    }
}
