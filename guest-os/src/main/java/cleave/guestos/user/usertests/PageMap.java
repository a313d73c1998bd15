package cleave.guestos.user.usertests;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Format;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** In which frames pages of a process are, as {@code /proc/PID/pagemap} tells root. */
final class PageMap extends Struct {
    /** The most pages that one can tell of. */
    static final int PAGES_MAX = 1024;

    private static final int ENTRY = 8;
    private static final int PRESENT = 1 << 31;
    private static final int OF_FILE = 1 << 29;
    private static final int EXCLUSIVE = 1 << 24;
    private static final int PATH_SIZE = 40;
    private static final byte[] PATH = new byte[PATH_SIZE];

    @Inline(2 * PAGES_MAX)
    private int[] entries;

    /** Looks at pages from an address on. */
    void read(int process, Address first, int pages) {
        assert pages <= PAGES_MAX;
        Format.snprintf(Address.of(PATH), PATH_SIZE, "/proc/%d/pagemap", process);
        int file = Files.open(Address.of(PATH), OpenFlags.O_RDONLY);
        int bytes = pages * ENTRY;
        long offset = (long) (first.bits() >>> 12) * ENTRY;
        if (file < 0 || Files.pread(file, Struct.addressOf(this, "entries"), bytes, offset)
                != bytes) {
            Errors.dieErrno(2, Address.of(PATH));
        }
        Files.close(file);
    }

    /** The number of the frame a page is in; 0 for none. */
    int frame(int page) {
        return isPresent(page) ? entries[2 * page] : 0;
    }

    boolean isPresent(int page) {
        return (entries[2 * page + 1] & PRESENT) != 0;
    }

    /** Whether the page is still what a file has. */
    boolean isOfFile(int page) {
        return (entries[2 * page + 1] & OF_FILE) != 0;
    }

    /** Whether nobody else maps its frame. */
    boolean isExclusive(int page) {
        return (entries[2 * page + 1] & EXCLUSIVE) != 0;
    }

    /** How many of some pages are in the same frames in both. */
    int same(PageMap other, int from, int count) {
        int same = 0;
        for (int page = from; page < from + count; page++) {
            same += isPresent(page) && frame(page) == other.frame(page) ? 1 : 0;
        }
        return same;
    }

    int present(int from, int count) {
        int sum = 0;
        for (int page = from; page < from + count; page++) {
            sum += isPresent(page) ? 1 : 0;
        }
        return sum;
    }

    int exclusive(int from, int count) {
        int sum = 0;
        for (int page = from; page < from + count; page++) {
            sum += isPresent(page) && isExclusive(page) ? 1 : 0;
        }
        return sum;
    }
}
