package cleave.toolchain.asm;

/** What a section holds, in the order in which sections are placed. */
public enum SectionKind {
    /** Instructions: read and executed. */
    TEXT(".text"),
    /** Constants: read. */
    RODATA(".rodata"),
    /** Initialised variables: read and written. */
    DATA(".data"),
    /** Variables that start as zero: read and written, no bytes in the file. */
    BSS(".bss"),
    /** What is for debuggers: in the file only, at address 0, not in memory. */
    DEBUG(".debug_info");

    private final String defaultName;

    SectionKind(String defaultName) {
        this.defaultName = defaultName;
    }

    /** Whether it has a place in memory. */
    public boolean isAllocated() {
        return this != DEBUG;
    }

    /** The usual section of this kind. */
    public String defaultName() {
        return defaultName;
    }
}
