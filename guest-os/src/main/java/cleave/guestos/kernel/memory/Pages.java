package cleave.guestos.kernel.memory;

import cleave.magic.Address;
import cleave.magic.Symbol;

/** Work on whole pages; addresses are multiples of 4 KiB. The routines are in assembly. */
public final class Pages {
    private Pages() {
    }

    /** Fills a page with zeros. */
    @Symbol("page_clear")
    public static native void clear(Address page);

    /** Fills a page with a word. */
    @Symbol("page_fill")
    static native void fill(Address page, int word);

    @Symbol("page_copy")
    public static native void copy(Address to, Address from);

    /** The same, of pages given by the addresses of their middles. */
    @Symbol("page_copy_by_middles")
    static native void copyByMiddles(Address to, Address from);
}
