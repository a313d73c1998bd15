package cleave.emulator.engine.translate;

import java.util.Arrays;

/**
 * The page that each base register led to last, for loads and for stores: its address, and how far
 * its bytes stand from there in physical memory. Page maps change only outside of translated code,
 * so this holds until it is left.
 *
 * <p>It is in memory because the same in local variables of the translated method made code that
 * branches much slower.
 */
final class KnownPages {
    /** The address of no page: what is compared with it never has this bit. */
    private static final int NONE = 4;
    private static final int STORES = 64;
    private static final int SIZE = 128;

    private KnownPages() {
    }

    static int[] create() {
        return new int[SIZE];
    }

    /** Where the address of the page is; the next entry is the distance. */
    static int index(int register, boolean store) {
        return (store ? STORES : 0) + 2 * register;
    }

    static void forget(int[] known) {
        Arrays.fill(known, NONE);
    }
}
