package cleave.guestos.kernel.file.ext2;

import cleave.guestos.abi.FileMode;
import cleave.magic.Address;
import cleave.magic.Offset;
import cleave.magic.Struct;

/** An entry of a directory on the disk; the name follows. */
final class DiskEntry extends Struct {
    /** Where the name begins. */
    static final int NAME = 8;
    private static final int ALIGNMENT = 4;

    /** 0 if it has no name. */
    @Offset(0)
    int inode;
    /** Bytes to the next entry. */
    @Offset(4)
    short length;
    @Offset(6)
    byte nameLength;
    /** With {@link DiskSuperblock#FILE_TYPES}; else 0. */
    @Offset(7)
    byte type;

    /** Bytes that an entry needs. */
    static int needed(int nameLength) {
        return NAME + nameLength + ALIGNMENT - 1 & -ALIGNMENT;
    }

    int bytes() {
        return length & 0xffff;
    }

    int nameBytes() {
        return nameLength & 0xff;
    }

    Address name() {
        return Address.of(this).plus(NAME);
    }

    DiskEntry following() {
        return Struct.at(Address.of(this).plus(bytes()), DiskEntry.class);
    }

    /** What the disk calls a file of that mode. */
    static int typeOf(int mode) {
        return switch (mode & FileMode.S_IFMT) {
            case FileMode.S_IFREG -> 1;
            case FileMode.S_IFDIR -> 2;
            case FileMode.S_IFCHR -> 3;
            case FileMode.S_IFBLK -> 4;
            case FileMode.S_IFIFO -> 5;
            case FileMode.S_IFSOCK -> 6;
            case FileMode.S_IFLNK -> 7;
            default -> 0;
        };
    }

    /** What programs call that type of the disk's; 0 for unknown. */
    static int toProgram(int type) {
        int mode = switch (type) {
            case 1 -> FileMode.S_IFREG;
            case 2 -> FileMode.S_IFDIR;
            case 3 -> FileMode.S_IFCHR;
            case 4 -> FileMode.S_IFBLK;
            case 5 -> FileMode.S_IFIFO;
            case 6 -> FileMode.S_IFSOCK;
            case 7 -> FileMode.S_IFLNK;
            default -> 0;
        };
        return FileMode.directoryType(mode);
    }
}
