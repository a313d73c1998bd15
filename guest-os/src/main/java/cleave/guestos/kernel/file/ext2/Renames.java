package cleave.guestos.kernel.file.ext2;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.Renaming;
import cleave.magic.Address;

/**
 * Moving names. The new name is there before the old one is gone, so that the file never has none.
 */
final class Renames {
    private Renames() {
    }

    static int rename(Renaming renaming) {
        return renaming.isExchange() ? exchange(renaming) : move(renaming);
    }

    private static int move(Renaming renaming) {
        Inode moved = renaming.moved;
        Inode replaced = renaming.replaced;
        if (replaced != null && replaced.isDirectory()) {
            int empty = Directories.isEmpty(replaced);
            if (empty != 1) {
                return empty < 0 ? empty : -Errno.ENOTEMPTY;
            }
        }
        int result = mayMove(renaming, moved);
        if (result < 0) {
            return result;
        }
        result = replaced == null
                ? Directories.add(renaming.toDirectory, renaming.toName, renaming.toLength, moved)
                : Directories.replace(renaming.toDirectory, renaming.toName, renaming.toLength,
                        moved);
        if (result < 0) {
            return result;
        }
        result = Directories.remove(renaming.fromDirectory, renaming.fromName,
                renaming.fromLength);
        if (result < 0) {
            takeBack(renaming);
            return result;
        }
        if (replaced != null) {
            Operations.drop(replaced, renaming.toDirectory);
        }
        moved.touchAttributes();
        return renaming.changesDirectory()
                ? adopt(moved, renaming.fromDirectory, renaming.toDirectory) : 0;
    }

    /** Reads what will be changed last, so that nothing is when that cannot be read. */
    private static int mayMove(Renaming renaming, Inode moved) {
        int there = Directories.search(renaming.fromDirectory, renaming.fromName,
                renaming.fromLength);
        if (there > 0 && moved.isDirectory() && renaming.changesDirectory()) {
            there = Directories.search(moved, Address.of(".."), 2);
        }
        return there == 0 ? -Errno.EIO : Math.min(there, 0);
    }

    /** The old name could not be taken away: the new one goes again. */
    private static void takeBack(Renaming renaming) {
        if (renaming.replaced == null) {
            Directories.remove(renaming.toDirectory, renaming.toName, renaming.toLength);
        } else {
            Directories.replace(renaming.toDirectory, renaming.toName, renaming.toLength,
                    renaming.replaced);
        }
    }

    /** A directory is now in another one. */
    private static int adopt(Inode directory, Inode from, Inode to) {
        if (!directory.isDirectory()) {
            return 0;
        }
        int result = Directories.replace(directory, Address.of(".."), 2, to);
        Operations.loseChild(from);
        to.links++;
        to.markDirty();
        return result;
    }

    private static int exchange(Renaming renaming) {
        Inode moved = renaming.moved;
        Inode other = renaming.replaced;
        int result = Directories.replace(renaming.toDirectory, renaming.toName,
                renaming.toLength, moved);
        if (result == 0) {
            result = Directories.replace(renaming.fromDirectory, renaming.fromName,
                    renaming.fromLength, other);
        }
        if (result < 0) {
            takeBack(renaming);
            return result == -Errno.ENOENT ? -Errno.EIO : result;
        }
        moved.touchAttributes();
        other.touchAttributes();
        if (renaming.changesDirectory()) {
            result = adopt(moved, renaming.fromDirectory, renaming.toDirectory);
            if (result == 0) {
                result = adopt(other, renaming.toDirectory, renaming.fromDirectory);
            }
        }
        return result;
    }
}
