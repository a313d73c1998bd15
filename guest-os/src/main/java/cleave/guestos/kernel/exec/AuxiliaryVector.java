package cleave.guestos.kernel.exec;

import cleave.guestos.kernel.boot.Hardware;
import cleave.guestos.kernel.device.RandomNumbers;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;

/** What the kernel tells a program at its start beside its arguments ({@code elf.h}, AT_*). */
final class AuxiliaryVector {
    private static final int NULL = 0;
    private static final int PHDR = 3;
    private static final int PHENT = 4;
    private static final int PHNUM = 5;
    private static final int PAGESZ = 6;
    private static final int BASE = 7;
    private static final int FLAGS = 8;
    private static final int ENTRY = 9;
    private static final int UID = 11;
    private static final int EUID = 12;
    private static final int GID = 13;
    private static final int EGID = 14;
    private static final int HWCAP = 16;
    private static final int CLKTCK = 17;
    private static final int SECURE = 23;
    private static final int RANDOM = 25;
    private static final int EXECFN = 31;

    private static final int PAIRS = 17;
    private static final int RANDOM_BYTES = 16;
    private static final int TICKS_PER_SECOND = 100;
    private static final int PROGRAM_HEADER_SIZE = 32;
    /** Bytes that the vector takes, with the random ones behind it. */
    static final int SIZE = PAIRS * 8 + RANDOM_BYTES;
    /** Bytes of the vector alone. */
    static final int PAIR_BYTES = PAIRS * 8;

    private static final int[] RANDOM_WORDS = new int[RANDOM_BYTES / Integer.BYTES];

    private AuxiliaryVector() {
    }

    /**
     * Writes it for the current process.
     *
     * @param interpreterBase where its interpreter lies; 0 without one
     * @param name where its path lies among the strings
     */
    static void write(Arguments to, ElfFile program, int interpreterBase, int name) {
        Credentials who = Process.current().credentials;
        int at = to.vectorAt();
        int random = at + PAIRS * 8;
        at = pair(to, at, HWCAP, extensions());
        at = pair(to, at, PAGESZ, Pte.PAGE_SIZE);
        at = pair(to, at, CLKTCK, TICKS_PER_SECOND);
        at = pair(to, at, PHDR, program.headersInMemory());
        at = pair(to, at, PHENT, PROGRAM_HEADER_SIZE);
        at = pair(to, at, PHNUM, program.count());
        at = pair(to, at, BASE, interpreterBase);
        at = pair(to, at, FLAGS, 0);
        at = pair(to, at, ENTRY, program.entry());
        at = pair(to, at, UID, who.uid);
        at = pair(to, at, EUID, who.euid);
        at = pair(to, at, GID, who.gid);
        at = pair(to, at, EGID, who.egid);
        at = pair(to, at, SECURE, who.uid != who.euid || who.gid != who.egid ? 1 : 0);
        at = pair(to, at, RANDOM, to.base + random);
        at = pair(to, at, EXECFN, to.base + name);
        pair(to, at, NULL, 0);
        RandomNumbers.fill(Address.of(RANDOM_WORDS), RANDOM_BYTES);
        for (int i = 0; i < RANDOM_WORDS.length; i++) {
            to.storeWord(random + i * Integer.BYTES, RANDOM_WORDS[i]);
        }
    }

    private static int pair(Arguments to, int at, int type, int value) {
        to.storeWord(at, type);
        to.storeWord(at + Integer.BYTES, value);
        return at + 2 * Integer.BYTES;
    }

    /** A bit for each single letter of the instruction set's name. */
    private static int extensions() {
        Address isa = Hardware.MACHINE.isa;
        int bits = 0;
        int at = "rv32".length();
        if (isa.isNull()) {
            return 0;
        }
        while (isa.loadByte(at) >= 'a' && isa.loadByte(at) <= 'z' && isa.loadByte(at) != 'z'
                && isa.loadByte(at) != 's' && isa.loadByte(at) != 'x') {
            bits |= 1 << isa.loadByte(at) - 'a';
            at++;
        }
        return bits;
    }
}
