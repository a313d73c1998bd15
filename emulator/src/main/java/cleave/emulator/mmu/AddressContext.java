package cleave.emulator.mmu;

import cleave.toolchain.isa.PrivilegeMode;
import java.util.Arrays;

/**
 * Everything a translation depends on beside the page tables: the effective privilege mode, whether
 * {@code satp} translates, and for data {@code SUM} and {@code MXR}. Each context keeps its own
 * {@link PageMap}s, so that entering the kernel or setting SUM flushes nothing. A map takes
 * 4 MiB from its first page on.
 */
final class AddressContext {
    private static final int TRANSLATED = 1 << 2;
    private static final int SUM = 1 << 3;
    private static final int MXR = 1 << 4;

    /** One more than the largest {@link #key}. */
    static final int COUNT = 1 << 5;

    final int mode;
    final boolean translated;
    final boolean sum;
    final boolean mxr;
    final PageMap[] maps = new PageMap[Access.values().length];
    /** By VPN[1]: whether a translation in here came from a megapage. */
    final boolean[] megapages = new boolean[1024];

    private final BlankMaps blanks;

    AddressContext(int key, BlankMaps blanks) {
        this.blanks = blanks;
        mode = key & 3;
        translated = isTranslated(key);
        sum = (key & SUM) != 0;
        mxr = (key & MXR) != 0;
    }

    /** Whether {@code satp} translates in the context of that number. */
    static boolean isTranslated(int key) {
        return (key & TRANSLATED) != 0;
    }

    /** The number of the context; what cannot matter in it is left out. */
    static int key(int mode, boolean translated, boolean sum, boolean mxr) {
        if (!translated) {
            return mode;
        }
        boolean sumMatters = sum && mode == PrivilegeMode.SUPERVISOR.level();
        return mode | TRANSLATED | (sumMatters ? SUM : 0) | (mxr ? MXR : 0);
    }

    PageMap map(Access access) {
        PageMap map = maps[access.ordinal()];
        if (map == null) {
            map = new PageMap(blanks);
            maps[access.ordinal()] = map;
        }
        return map;
    }

    void clear() {
        for (PageMap map : maps) {
            if (map != null) {
                map.clear();
            }
        }
        Arrays.fill(megapages, false);
    }

    /** Drops the translation of one page, and of its whole megapage where it came from one. */
    void drop(int vpn) {
        boolean megapage = megapages[vpn >>> 10];
        for (PageMap map : maps) {
            if (map != null) {
                if (megapage) {
                    map.dropMegapage(vpn);
                } else {
                    map.drop(vpn);
                }
            }
        }
        megapages[vpn >>> 10] = false;
    }
}
