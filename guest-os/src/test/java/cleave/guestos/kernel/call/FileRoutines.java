package cleave.guestos.kernel.call;

import cleave.guestos.kernel.memory.Pte;
import cleave.magic.Address;

/** What stands for the routines in assembly: programs' memory is the kernel's own. */
final class FileRoutines {
    private FileRoutines() {
    }

    static void pageClear(Address page) {
        userClear(page.bits(), Pte.PAGE_SIZE);
    }

    static void pageFill(Address page, int word) {
        for (int i = 0; i < Pte.PAGE_SIZE; i += Integer.BYTES) {
            page.storeInt(i, word);
        }
    }

    static void pageCopy(Address to, Address from) {
        for (int i = 0; i < Pte.PAGE_SIZE; i += Integer.BYTES) {
            to.storeInt(i, from.loadInt(i));
        }
    }

    static int userCopy(int to, int from, int bytes) {
        if (isForbidden(to) || isForbidden(from)) {
            return -14;
        }
        for (int i = 0; i < bytes; i++) {
            Address.of(to).storeByte(i, Address.of(from).loadByte(i));
        }
        return 0;
    }

    /** Page 0 is nobody's. */
    private static boolean isForbidden(int address) {
        return Integer.compareUnsigned(address, Pte.PAGE_SIZE) < 0;
    }

    static int userString(int to, int from, int max) {
        if (isForbidden(from)) {
            return -14;
        }
        for (int i = 0; i < max; i++) {
            int character = Address.of(from).loadByte(i);
            Address.of(to).storeByte(i, character);
            if (character == 0) {
                return i;
            }
        }
        return max;
    }

    static int userClear(int to, int bytes) {
        for (int i = 0; i < bytes; i += Integer.BYTES) {
            Address.of(to).storeInt(i, 0);
        }
        return 0;
    }

    static int userStoreWord(int to, int value) {
        if (isForbidden(to)) {
            return -14;
        }
        Address.of(to).storeInt(0, value);
        return 0;
    }
}
