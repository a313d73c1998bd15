package cleave.guestos.kernel.memory;

import static cleave.toolchain.isa.Csr.SATP;

import cleave.magic.Address;
import cleave.magic.Csr;
import cleave.magic.Rv;

/**
 * The hart's cached translations, and the numbers (ASIDs) that keep those of address spaces apart.
 * A number is never given twice between two flushes of everything; a space that was given its own
 * before the last flush gets a new one when it is entered. A hart without numbers is flushed at
 * every change of the space.
 */
final class TranslationCache {
    private static final int SV32 = 0x8000_0000;
    private static final int ASID_SHIFT = 22;
    private static final int ASID_MASK = 0x1ff;

    private static int greatest;
    private static int lastGiven;
    private static int generation = 1;

    private TranslationCache() {
    }

    /** Finds out how many numbers the hart has. */
    static void begin() {
        int before = Csr.read(SATP);
        Csr.write(SATP, before | ASID_MASK << ASID_SHIFT);
        greatest = Csr.read(SATP) >>> ASID_SHIFT & ASID_MASK;
        Csr.write(SATP, before);
        Rv.sfenceVma();
    }

    static void flushAll() {
        Rv.sfenceVma();
    }

    /** After entries of the space have changed. */
    static void flush(AddressSpace space) {
        if (greatest == 0) {
            Rv.sfenceVma();
        } else {
            Rv.sfenceVmaAsid(space.asid);
        }
    }

    /** After the entry of one page has changed, in the space that is entered. */
    static void flush(int address) {
        Rv.sfenceVma(address);
    }

    static void enter(AddressSpace space) {
        if (space.generation != generation && greatest != 0) {
            giveNumber(space);
        }
        int root = DirectMap.toPhysical(space.root) >>> Pte.PAGE_SHIFT;
        Csr.write(SATP, SV32 | space.asid << ASID_SHIFT | root);
        if (greatest == 0) {
            Rv.sfenceVma();
        }
    }

    /** Back to the kernel's own root table, so that a space's can be freed. */
    static void leave(Address root) {
        Csr.write(SATP, SV32 | DirectMap.toPhysical(root) >>> Pte.PAGE_SHIFT);
        if (greatest == 0) {
            Rv.sfenceVma();
        }
    }

    private static void giveNumber(AddressSpace space) {
        if (lastGiven == greatest) {
            generation++;
            lastGiven = 0;
            Rv.sfenceVma();
        }
        lastGiven++;
        space.asid = lastGiven;
        space.generation = generation;
    }
}
