package cleave.guestos.user.tools.common;

import cleave.guestos.abi.DirectoryEntry;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Directories;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Fn;
import cleave.magic.Struct;

/**
 * Walks a tree of files, as POSIX's {@code nftw} does, without recursion. A directory is read whole
 * and closed before its entries are visited, so that the depth of the tree takes no descriptors and
 * entries may be removed.
 */
public final class Tree {
    /** Links are followed: all, or the one the walk begins at. */
    public static final int FOLLOW = 1;
    public static final int FOLLOW_ROOT = 2;
    /** Directories of other file systems are visited but not read. */
    public static final int SAME_DEVICE = 4;

    /** Results of a visit: go on; do not go into this directory; end the walk. */
    public static final int CONTINUE = 0;
    public static final int SKIP = 1;
    public static final int STOP = 2;

    /** Phases: any file, directories before their entries; directories behind their entries. */
    public static final int BEFORE = 0;
    public static final int AFTER = 1;
    /** A directory that cannot be read; it was visited before. */
    public static final int UNREADABLE = 2;
    /** A file of which nothing is known. */
    public static final int UNKNOWN = 3;
    /** A directory that is one of those it is in, by links that are followed. */
    public static final int CIRCLE = 4;

    private static final Text PATH = new Text();

    /** What a walk does at every file. */
    public interface Visitor extends Fn {
        int visit(Node node);
    }

    /** A file that is visited. */
    public static final class Node extends Struct {
        public int phase;
        /** The path, good during the visit. */
        public Address path;
        /** 0 where the walk begins. */
        public int depth;
        /** Why it is unreadable or unknown. */
        public int error;
        @Embedded
        public Statx file;
        Node parent;
        Words names;
        int next;
        int pathLength;
        /** For the visitor: kept between the phases of a directory. */
        public long sum;
        public int mark;

        /** The directory it is in; null where the walk begins. */
        public Node parent() {
            return parent;
        }

        public boolean isDirectory() {
            return FileMode.isDirectory(file.mode);
        }

        public Address name() {
            return Strings.baseName(path);
        }
    }

    private Tree() {
    }

    /** Walks; false if a visit has ended it. There can be only one walk at a time. */
    public static boolean walk(Address root, Visitor visitor, int flags) {
        PATH.clear().put(root);
        Node top = enter(null, visitor, flags);
        while (top != null && top.next >= 0) {
            if (top.next < top.names.count()) {
                PATH.truncate(top.pathLength).putName(top.names.address(top.next));
                top.next++;
                top = enter(top, visitor, flags);
            } else {
                PATH.truncate(top.pathLength);
                top.phase = AFTER;
                top.path = PATH.address();
                int result = visitor.visit(top);
                Node done = top;
                top = top.parent;
                release(done);
                if (result == STOP) {
                    return unwind(top);
                }
            }
        }
        return top == null || unwind(top);
    }

    /** Gives all nodes back after a visit that has ended the walk. */
    private static boolean unwind(Node from) {
        Node top = from;
        while (top != null) {
            Node done = top;
            top = top.parent;
            release(done);
        }
        return false;
    }

    private static void release(Node node) {
        if (node.names != null) {
            node.names.release(true);
            Heap.free(node.names);
        }
        Heap.free(node);
    }

    /**
     * Visits the file at the path; returns the node whose entries come next, which has {@code next}
     * below 0 if the walk has ended.
     */
    private static Node enter(Node parent, Visitor visitor, int flags) {
        Node node = new Node();
        node.parent = parent;
        node.depth = parent == null ? 0 : parent.depth + 1;
        node.path = PATH.address();
        node.pathLength = PATH.length();
        boolean follow = (flags & FOLLOW) != 0 || (flags & FOLLOW_ROOT) != 0 && parent == null;
        if ((!follow || Files.stat(node.path, node.file) < 0)
                && Files.lstat(node.path, node.file) < 0) {
            node.error = Errors.errno;
            node.phase = UNKNOWN;
        } else if (follow && isCircle(node)) {
            node.phase = CIRCLE;
        }
        int result = visitor.visit(node);
        if (result == STOP) {
            node.next = -1;
            return node;
        }
        if (result == CONTINUE && node.phase == BEFORE && node.isDirectory()
                && !isElsewhere(node, flags)) {
            node.names = new Words();
            if (read(node.path, node.names)) {
                return node;
            }
            node.phase = UNREADABLE;
            node.error = Errors.errno;
            if (visitor.visit(node) == STOP) {
                node.next = -1;
                return node;
            }
            node.phase = AFTER;
            visitor.visit(node);
        }
        release(node);
        return parent;
    }

    private static boolean isElsewhere(Node node, int flags) {
        Node parent = node.parent;
        return (flags & SAME_DEVICE) != 0 && parent != null
                && (node.file.deviceMajor != parent.file.deviceMajor
                || node.file.deviceMinor != parent.file.deviceMinor);
    }

    private static boolean isCircle(Node node) {
        for (Node above = node.parent; above != null && node.isDirectory(); above = above.parent) {
            if (same(above.file, node.file)) {
                return true;
            }
        }
        return false;
    }

    /** Whether two files are one. */
    public static boolean same(Statx a, Statx b) {
        return a.inode == b.inode && a.deviceMajor == b.deviceMajor
                && a.deviceMinor == b.deviceMinor;
    }

    /** Adds copies of the names in a directory, without {@code .} and {@code ..}. */
    public static boolean read(Address path, Words names) {
        Directories.Directory directory = Directories.opendir(path);
        if (directory == null) {
            return false;
        }
        Errors.errno = 0;
        DirectoryEntry record = Directories.readdir(directory);
        while (record != null) {
            if (!Directories.isDots(record)) {
                names.add(Strings.duplicate(Directories.name(record)));
            }
            record = Directories.readdir(directory);
        }
        int error = Errors.errno;
        Directories.closedir(directory);
        Errors.errno = error;
        return error == 0;
    }
}
