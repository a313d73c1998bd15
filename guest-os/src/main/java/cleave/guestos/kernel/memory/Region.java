package cleave.guestos.kernel.memory;

import cleave.guestos.kernel.file.Inode;
import cleave.magic.Struct;

/**
 * A run of pages of an address space that have the same origin and the same protection: what
 * {@code mmap} makes, and a line of {@code /proc/PID/maps}. It says what a page that is not there
 * yet will be when it is touched.
 */
public final class Region extends Struct {
    /** Protection, as in page table entries. */
    public static final int READ = Pte.READ;
    public static final int WRITE = Pte.WRITE;
    public static final int EXECUTE = Pte.EXECUTE;

    /** Writes are seen by all who map the same, and by the file. */
    public static final int SHARED = 1;
    /** Grows when a page below it is touched. */
    public static final int STACK = 2;
    /** The heap of {@code brk}. */
    public static final int HEAP = 4;
    /** One given frame: the return from signal handlers. */
    public static final int TRAMPOLINE = 8;
    /** {@code MADV_DONTFORK}. */
    public static final int NOT_INHERITED = 0x10;
    /** {@code MADV_WIPEONFORK}. */
    public static final int WIPED_BY_FORK = 0x20;

    /** A shared file that was opened for reading only. */
    public static final int NEVER_WRITABLE = 0x40;

    /** The first address. */
    public int start;
    /** The first address behind it. */
    public int end;
    /** {@link #READ}, {@link #WRITE} and {@link #EXECUTE}. */
    public int protection;
    /** {@link #SHARED} and so on. */
    public int flags;
    /** The file it shows, which it holds; null for anonymous memory. */
    public Inode inode;
    /** The page of the file at {@link #start}. */
    public int firstPage;
    /** In ascending order of addresses. */
    public Region next;
    Region previous;

    public boolean is(int flag) {
        return (flags & flag) != 0;
    }

    boolean has(int address) {
        return Integer.compareUnsigned(address - start, end - start) < 0;
    }

    /** The page of the file that lies at {@code address}. */
    int filePage(int address) {
        return firstPage + (address - start >>> Pte.PAGE_SHIFT);
    }

    /** Bits of a present entry of its pages, without permission to write. */
    int entryFlags() {
        int rights = protection & (READ | EXECUTE);
        if (protection == WRITE) {
            rights = READ;
        }
        return rights | Pte.VALID | Pte.USER | Pte.ACCESSED | Pte.DIRTY;
    }
}
