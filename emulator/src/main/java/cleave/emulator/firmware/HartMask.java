package cleave.emulator.firmware;

import cleave.toolchain.isa.Sbi;

/** The harts that a call means (SBI specification 2.0, section 3.1), on a machine of one. */
enum HartMask {
    /** Hart 0, the caller. */
    THIS_HART,
    /** A valid mask without any hart. */
    NOBODY,
    /** A hart that does not exist. */
    INVALID;

    static HartMask of(int mask, int base) {
        if (base == Sbi.ALL_HARTS) {
            return THIS_HART;
        }
        if (base != 0 || (mask & ~1) != 0) {
            return INVALID;
        }
        return mask == 0 ? NOBODY : THIS_HART;
    }
}
