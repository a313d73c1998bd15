package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.magic.Address;

/**
 * Names that were looked for lately. It keeps the inodes that they lead to, and so their pages; and
 * it knows the path of everything that is open, for the entry of an inode stays while anybody else
 * holds it.
 */
final class NameCache {
    private static final int BUCKETS = 2048;
    private static final int MIX = 0x9e37_79b1;
    private static final int MIX_SHIFT = 21;
    /** More are dropped, the oldest first. */
    private static final int KEPT = 2048;
    private static final NameEntry[] TABLE = new NameEntry[BUCKETS];
    private static NameEntry newest;
    private static NameEntry oldest;
    private static int count;

    private NameCache() {
    }

    private static int bucket(Inode parent, int hash) {
        return (hash + Address.of(parent).bits()) * MIX >>> MIX_SHIFT;
    }

    /** The entry of a name; null if it is not known whether there is such a name. */
    static NameEntry find(Inode parent, Address name, int length, int hash) {
        NameEntry entry = TABLE[bucket(parent, hash)];
        while (entry != null && !entry.is(parent, name, length, hash)) {
            entry = entry.nextOfHash;
        }
        if (entry != null) {
            entry.state |= NameEntry.USED;
            if (entry.inode != null && entry.inode.name == null) {
                // It was known by another name, which is gone.
                entry.inode.name = entry;
            }
        }
        return entry;
    }

    /** Remembers what a name leads to, null for nothing; there must be no entry of it. */
    static int add(Inode parent, Inode inode, Address name, int length) {
        NameEntry entry = prepare(parent, name, length);
        if (entry == null) {
            return -Errno.ENOMEM;
        }
        commit(entry, inode);
        return 0;
    }

    /**
     * Makes an entry, so that later nothing can fail, that {@link #commit} or {@link #cancel} must
     * take; null when memory is full.
     */
    static NameEntry prepare(Inode parent, Address name, int length) {
        return NameEntry.create(parent, null, name, length, Bytes.hash(name, length));
    }

    /** Drops what {@link #prepare} made. */
    static void cancel(NameEntry entry) {
        entry.free().release();
    }

    /** Remembers what a name leads to, null for nothing; there must be no entry of it. */
    static void commit(NameEntry entry, Inode inode) {
        Inode stale = null;
        entry.inode = inode;
        linkToParent(entry);
        if (inode != null) {
            if (inode.name != null && (inode.name.state & NameEntry.FINDABLE) == 0) {
                stale = drop(inode.name);
            }
            inode.name = entry;
        }
        if (!entry.parent.operations.namesVary) {
            makeFindable(entry);
        }
        if (stale != null) {
            stale.release();
        }
        if (count > KEPT) {
            dropOld(count - KEPT);
        }
    }

    private static void makeFindable(NameEntry entry) {
        entry.state = NameEntry.FINDABLE;
        int bucket = bucket(entry.parent, entry.hash);
        entry.nextOfHash = TABLE[bucket];
        TABLE[bucket] = entry;
        entry.older = newest;
        if (newest == null) {
            oldest = entry;
        } else {
            newest.newer = entry;
        }
        newest = entry;
        count++;
        if (entry.inode != null) {
            entry.inode.retain();
            entry.inode.cachedNames++;
        }
    }

    private static void linkToParent(NameEntry entry) {
        Inode parent = entry.parent;
        entry.next = parent.children;
        if (parent.children != null) {
            parent.children.previous = entry;
        }
        parent.children = entry;
    }

    private static void unlinkFromParent(NameEntry entry) {
        if (entry.previous == null) {
            entry.parent.children = entry.next;
        } else {
            entry.previous.next = entry.next;
        }
        if (entry.next != null) {
            entry.next.previous = entry.previous;
        }
    }

    /** Makes an entry one that cannot be found; its reference of the inode is the caller's. */
    private static void hide(NameEntry entry) {
        int bucket = bucket(entry.parent, entry.hash);
        if (TABLE[bucket] == entry) {
            TABLE[bucket] = entry.nextOfHash;
        } else {
            NameEntry before = TABLE[bucket];
            while (before.nextOfHash != entry) {
                before = before.nextOfHash;
            }
            before.nextOfHash = entry.nextOfHash;
        }
        if (entry.newer == null) {
            newest = entry.older;
        } else {
            entry.newer.older = entry.older;
        }
        if (entry.older == null) {
            oldest = entry.newer;
        } else {
            entry.older.newer = entry.newer;
        }
        entry.state &= ~NameEntry.FINDABLE;
        if (entry.inode != null) {
            entry.inode.cachedNames--;
        }
        count--;
    }

    /** Frees an entry that cannot be found; the reference of its directory is the caller's. */
    private static Inode drop(NameEntry entry) {
        unlinkFromParent(entry);
        if (entry.inode != null && entry.inode.name == entry) {
            entry.inode.name = null;
        }
        return entry.free();
    }

    /**
     * A name is gone, or leads elsewhere: whoever still has the file open knows what it was. The
     * caller holds the inode.
     */
    static void remove(Inode parent, Address name, int length) {
        NameEntry entry = find(parent, name, length, Bytes.hash(name, length));
        if (entry == null) {
            return;
        }
        Inode inode = entry.inode;
        hide(entry);
        if (inode != null && inode.name == entry && isHeld(inode)) {
            entry.state |= NameEntry.DELETED;
        } else {
            drop(entry).release();
        }
        if (inode != null) {
            inode.release();
        }
    }

    /** Whether anybody has it but the entry that is gone, the caller, and other names. */
    private static boolean isHeld(Inode inode) {
        return inode.references > 2 + inode.cachedNames + Inodes.ownReferences(inode);
    }

    /** The inode ends: the directory where its name was, whose reference is the caller's. */
    static Inode forget(Inode inode) {
        return inode.name == null ? null : drop(inode.name);
    }

    /** A directory ends or is unmounted: forgets all names in it that nobody uses. */
    static void dropChildren(Inode directory) {
        NameEntry entry = directory.children;
        while (entry != null) {
            NameEntry next = entry.next;
            if ((entry.state & NameEntry.FINDABLE) != 0 && isIdle(entry)) {
                dropFindable(entry);
                next = directory.children;
            }
            entry = next;
        }
    }

    /** Whether nobody but the cache, and a file system in memory, holds what it leads to. */
    private static boolean isIdle(NameEntry entry) {
        Inode inode = entry.inode;
        return inode == null || inode.references == inode.cachedNames + Inodes.ownReferences(inode);
    }

    private static void dropFindable(NameEntry entry) {
        Inode inode = entry.inode;
        hide(entry);
        Inode directory = drop(entry);
        if (inode != null) {
            inode.release();
        }
        directory.release();
    }

    /** Drops old entries that are not in use, and tells how many; it may sleep for their inodes. */
    static int dropOld(int wanted) {
        int left = wanted;
        int looks = count;
        NameEntry entry = oldest;
        while (entry != null && left > 0 && looks > 0) {
            looks--;
            if ((entry.state & NameEntry.USED) == 0 && isIdle(entry)) {
                dropFindable(entry);
                left--;
                // While it slept, anything may have happened to its neighbours.
                entry = oldest;
            } else {
                entry.state &= ~NameEntry.USED;
                NameEntry next = entry.newer;
                moveToNewest(entry);
                entry = next;
            }
        }
        return wanted - left;
    }

    private static void moveToNewest(NameEntry entry) {
        if (entry == newest) {
            return;
        }
        if (entry.older == null) {
            oldest = entry.newer;
        } else {
            entry.older.newer = entry.newer;
        }
        entry.newer.older = entry.older;
        entry.older = newest;
        entry.newer = null;
        newest.newer = entry;
        newest = entry;
    }

    /** Forgets all of a file system that nobody uses; how many that were. */
    static int dropAll(Superblock superblock) {
        int dropped = 0;
        NameEntry entry = newest;
        while (entry != null) {
            NameEntry next = entry.older;
            if (entry.parent.superblock == superblock && isIdle(entry)) {
                dropFindable(entry);
                dropped++;
                next = newest;
            }
            entry = next;
        }
        return dropped;
    }
}
