package cleave.guestos.kernel.file.tmp;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.Renaming;

/** Moving names in memory: an entry with the new name is made before anything is changed. */
final class MemoryRenames {
    private MemoryRenames() {
    }

    static int rename(Renaming renaming) {
        Inode from = renaming.fromDirectory;
        Inode to = renaming.toDirectory;
        MemoryEntry old = MemoryNode.of(from).find(renaming.fromName, renaming.fromLength);
        MemoryEntry other = MemoryNode.of(to).find(renaming.toName, renaming.toLength);
        if (old == null) {
            return -Errno.ENOENT;
        }
        if (renaming.isExchange()) {
            return other == null ? -Errno.ENOENT : exchange(renaming, old, other);
        }
        if (other != null && other.inode.isDirectory()
                && MemoryNode.of(other.inode).first != null) {
            return -Errno.ENOTEMPTY;
        }
        MemoryEntry entry = MemoryEntry.create(old.inode, renaming.toName, renaming.toLength);
        if (entry == null) {
            return -Errno.ENOMEM;
        }
        if (other != null) {
            MemoryOperations.takeOut(to, other);
        }
        MemoryNode.of(from).remove(old);
        old.free();
        MemoryNode.of(to).append(entry);
        MemoryOperations.changed(from, -MemoryOperations.ENTRY_BYTES);
        MemoryOperations.changed(to, MemoryOperations.ENTRY_BYTES);
        count(entry.inode, from, to);
        entry.inode.touchAttributes();
        return 0;
    }

    private static void count(Inode moved, Inode from, Inode to) {
        if (moved.isDirectory()) {
            from.links--;
            to.links++;
        }
    }

    private static int exchange(Renaming renaming, MemoryEntry old, MemoryEntry other) {
        Inode inode = old.inode;
        old.inode = other.inode;
        other.inode = inode;
        count(other.inode, renaming.fromDirectory, renaming.toDirectory);
        count(old.inode, renaming.toDirectory, renaming.fromDirectory);
        MemoryOperations.changed(renaming.fromDirectory, 0);
        MemoryOperations.changed(renaming.toDirectory, 0);
        old.inode.touchAttributes();
        other.inode.touchAttributes();
        return 0;
    }
}
