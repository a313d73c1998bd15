package cleave.guestos.kernel.file;

import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Struct;

/** The inodes that the kernel knows, by file system and number. */
public final class Inodes {
    private static final int BUCKETS = 1024;
    private static final int MIX = 0x9e37_79b1;
    private static final int MIX_SHIFT = 22;
    private static final Inode[] TABLE = new Inode[BUCKETS];
    private static int count;

    private Inodes() {
    }

    private static int bucket(Superblock superblock, int number) {
        return (number + superblock.number * 31) * MIX >>> MIX_SHIFT;
    }

    /** The inode of that number, with a reference; null if the kernel does not know it yet. */
    public static Inode find(Superblock superblock, int number) {
        Inode inode = TABLE[bucket(superblock, number)];
        while (inode != null && (inode.number != number || inode.superblock != superblock)) {
            inode = inode.nextOfHash;
        }
        return inode == null ? null : inode.retain();
    }

    /** A new inode of that number, with a reference; null when memory is full. */
    public static Inode create(Superblock superblock, int number) {
        Inode inode = new Inode();
        if (inode == null) {
            return null;
        }
        inode.number = number;
        inode.superblock = superblock;
        inode.references = 1;
        int bucket = bucket(superblock, number);
        inode.nextOfHash = TABLE[bucket];
        TABLE[bucket] = inode;
        inode.nextOfSuperblock = superblock.inodes;
        if (superblock.inodes != null) {
            superblock.inodes.previousOfSuperblock = inode;
        }
        superblock.inodes = inode;
        count++;
        return inode;
    }

    /** References that a file system in memory has itself: one for each name. */
    static int ownReferences(Inode inode) {
        if (inode.superblock.operations.empty == null || inode == inode.superblock.root) {
            return 0;
        }
        return inode.isDirectory() ? inode.links == 0 ? 0 : 1 : inode.links;
    }

    /** How many there are. */
    public static int count() {
        return count;
    }

    /**
     * Nobody holds the inode any more: writes what it has, or ends its file if it has no name.
     * Then nobody may hold the directory either where its name was, and so on.
     */
    static void end(Inode inode) {
        Inode next = inode;
        while (next != null) {
            Inode directory = endOne(next);
            if (directory != null) {
                directory.references--;
            }
            next = directory != null && directory.references == 0 ? directory : null;
        }
    }

    private static Inode endOne(Inode inode) {
        if (inode.links != 0) {
            // Held while it is written: somebody may find it meanwhile, and keep it.
            inode.references = 1;
            WriteBack.inode(inode);
            inode.references--;
            if (inode.references != 0) {
                return null;
            }
        }
        unhash(inode);
        PageCache.discard(inode, 0);
        if (inode.superblock.operations.forget != null) {
            inode.superblock.operations.forget.forget(inode);
        }
        unlist(inode);
        Inode directory = NameCache.forget(inode);
        count--;
        Heap.free(inode, Struct.sizeOf(Inode.class));
        return directory;
    }

    private static void unhash(Inode inode) {
        int bucket = bucket(inode.superblock, inode.number);
        Inode before = TABLE[bucket];
        if (before == inode) {
            TABLE[bucket] = inode.nextOfHash;
            return;
        }
        while (before.nextOfHash != inode) {
            before = before.nextOfHash;
        }
        before.nextOfHash = inode.nextOfHash;
    }

    private static void unlist(Inode inode) {
        if (inode.previousOfSuperblock == null) {
            inode.superblock.inodes = inode.nextOfSuperblock;
        } else {
            inode.previousOfSuperblock.nextOfSuperblock = inode.nextOfSuperblock;
        }
        if (inode.nextOfSuperblock != null) {
            inode.nextOfSuperblock.previousOfSuperblock = inode.previousOfSuperblock;
        }
    }
}
