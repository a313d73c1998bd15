package cleave.toolchain.isa;

/** The privilege modes (volume II, "Privilege Levels"), from least to most privileged. */
public enum PrivilegeMode {
    USER(0, "U"), SUPERVISOR(1, "S"), MACHINE(3, "M");

    private final int level;
    private final String letter;

    PrivilegeMode(int level, String letter) {
        this.level = level;
        this.letter = letter;
    }

    /** The two-bit encoding, as in {@code mstatus.MPP}. */
    public int level() {
        return level;
    }

    /** The manual's abbreviation: U, S or M. */
    public String letter() {
        return letter;
    }

    /** By encoding; null for the reserved encoding 2. */
    public static PrivilegeMode of(int level) {
        return switch (level) {
            case 0 -> USER;
            case 1 -> SUPERVISOR;
            case 3 -> MACHINE;
            default -> null;
        };
    }
}
