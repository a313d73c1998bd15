package cleave.guestos.kernel.memory;

import cleave.magic.Address;

/** What stands for the routines in assembly in hosted tests. */
public final class PagesInJava {
    private PagesInJava() {
    }

    static void pageClear(Address page) {
        pageFill(page, 0);
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
}
