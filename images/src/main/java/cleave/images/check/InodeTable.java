package cleave.images.check;

import java.util.BitSet;

/** What the passes learn of each inode; numbers count from 1. */
final class InodeTable {
    final BitSet used;
    final BitSet directories;
    /** What the inode says. */
    final int[] links;
    /** How many names were found. */
    final int[] names;
    /** The kind in directory entries; 0 for unused inodes. */
    final byte[] kinds;

    InodeTable(int inodes) {
        used = new BitSet(inodes + 1);
        directories = new BitSet(inodes + 1);
        links = new int[inodes + 1];
        names = new int[inodes + 1];
        kinds = new byte[inodes + 1];
    }

    private InodeTable(InodeTable other) {
        used = other.used;
        directories = other.directories;
        links = other.links;
        names = new int[other.names.length];
        kinds = other.kinds;
    }

    /** The same, but for names, which are counted apart. */
    InodeTable forReading() {
        return new InodeTable(this);
    }

    int count() {
        return links.length - 1;
    }

    boolean contains(long inode) {
        return inode >= 1 && inode <= count();
    }
}
