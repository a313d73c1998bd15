package cleave.guestos.abi;

/** Types and permissions of files, {@code st_mode}. */
public final class FileMode {
    public static final int S_IFMT = 0xf000;
    public static final int S_IFSOCK = 0xc000;
    public static final int S_IFLNK = 0xa000;
    public static final int S_IFREG = 0x8000;
    public static final int S_IFBLK = 0x6000;
    public static final int S_IFDIR = 0x4000;
    public static final int S_IFCHR = 0x2000;
    public static final int S_IFIFO = 0x1000;

    public static final int S_ISUID = 0x800;
    public static final int S_ISGID = 0x400;
    public static final int S_ISVTX = 0x200;
    public static final int S_IRUSR = 0x100;
    public static final int S_IWUSR = 0x80;
    public static final int S_IXUSR = 0x40;
    public static final int S_IRGRP = 0x20;
    public static final int S_IWGRP = 0x10;
    public static final int S_IXGRP = 8;
    public static final int S_IROTH = 4;
    public static final int S_IWOTH = 2;
    public static final int S_IXOTH = 1;
    /** All permission bits, and those above them. */
    public static final int PERMISSIONS = 0xfff;

    /** Of {@code faccessat}. */
    public static final int F_OK = 0;
    public static final int X_OK = 1;
    public static final int W_OK = 2;
    public static final int R_OK = 4;

    private static final int TYPE_SHIFT = 12;

    private FileMode() {
    }

    public static boolean isRegular(int mode) {
        return (mode & S_IFMT) == S_IFREG;
    }

    public static boolean isDirectory(int mode) {
        return (mode & S_IFMT) == S_IFDIR;
    }

    public static boolean isLink(int mode) {
        return (mode & S_IFMT) == S_IFLNK;
    }

    /** The type as {@code getdents64} tells it, {@code d_type}. */
    public static int directoryType(int mode) {
        return (mode & S_IFMT) >>> TYPE_SHIFT;
    }
}
