package cleave.guestos.kernel.file;

/** What the kernel remembers of files without need, and can forget. */
public final class Caches {
    private static final int ROUNDS_WITHOUT_SUCCESS = 2;

    private Caches() {
    }

    /** Gives up pages and blocks that can be read again: how many. It never sleeps. */
    public static int shrink(int pages) {
        Transfer.shrink();
        int freed = PageCache.shrink(pages) + Walk.shrink();
        return freed + BufferCache.shrink(Math.max(pages - freed, 0));
    }

    /** Gives up all pages and blocks that can be read again. */
    public static void forgetContents() {
        Transfer.shrink();
        while (PageCache.shrink(Integer.MAX_VALUE) + Walk.shrink()
                + BufferCache.shrink(Integer.MAX_VALUE) > 0) {
            continue;
        }
    }

    /** Forgets names that nobody uses, and with them inodes, which are written first. */
    public static void forgetNames() {
        int idle = 0;
        while (idle < ROUNDS_WITHOUT_SUCCESS) {
            // The first round finds out what was used lately.
            idle = NameCache.dropOld(Integer.MAX_VALUE) == 0 ? idle + 1 : 0;
        }
    }
}
