package cleave.toolchain.elf;

/** Machines one meets by mistake (gABI {@code e_machine}), so that a message can name them. */
enum ElfMachine {
    SPARC(2, "a SPARC"),
    I386(3, "an i386"),
    M68K(4, "an m68k"),
    MIPS(8, "a MIPS"),
    POWERPC(20, "a PowerPC"),
    POWERPC64(21, "a 64-bit PowerPC"),
    S390(22, "an S/390"),
    ARM(40, "an ARM"),
    X86_64(62, "an x86-64"),
    XTENSA(94, "an Xtensa"),
    AARCH64(183, "an AArch64"),
    RISCV(243, "a RISC-V"),
    LOONGARCH(258, "a LoongArch");

    final int number;
    private final String description;

    ElfMachine(int number, String description) {
        this.number = number;
        this.description = description;
    }

    /** "an x86-64 program", or the number when it has no name here. */
    static String describe(int number) {
        for (ElfMachine machine : values()) {
            if (machine.number == number) {
                return machine.description + " program";
            }
        }
        return "a program for another machine (e_machine " + number + ")";
    }
}
