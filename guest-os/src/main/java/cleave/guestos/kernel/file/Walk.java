package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.memory.FailNth;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * The way along a path, name by name: first to the directory that has the last name, then to what
 * that leads to, and on if it is a symbolic link. Results are 0 or negated error numbers.
 */
public final class Walk extends Struct {
    /** {@link #kind}: the last name is one. */
    static final int NAME = 0;
    /** {@link #kind}: it is {@code .}. */
    static final int DOT = 1;
    /** {@link #kind}: it is {@code ..}. */
    static final int DOT_DOT = 2;
    /** {@link #kind}: there is none, as in {@code /}. */
    static final int NOTHING = 3;

    /** Bytes of the longest path, with its zero. */
    public static final int PATH_MAX = 4096;
    static final int NAME_MAX = 255;
    private static final int LINKS_MAX = 40;

    /** {@link #resolve}, as {@code openat2} has it: no mount is left or entered. */
    public static final int NO_XDEV = 1;
    /** {@link #resolve}: no link is followed that no text describes. */
    public static final int NO_MAGIC_LINKS = 2;
    /** {@link #resolve}: no symbolic link is followed. */
    public static final int NO_SYMBOLIC_LINKS = 4;
    /** {@link #resolve}: the way may not leave the directory where it begins. */
    public static final int BENEATH = 8;
    /** {@link #resolve}: that directory is the root. */
    public static final int IN_ROOT = 16;
    private static final int SCOPED = BENEATH | IN_ROOT;

    private static Walk unused;

    /** The directory with the last name, which this holds. */
    Inode at;
    /** What the last name leads to, which this holds; null if there is no such thing. */
    Inode found;
    Address name;
    int length;
    private int hash;
    int kind;
    /** Whether slashes follow the last name, so that it must be that of a directory. */
    boolean slash;
    /** Whether the path is empty, and the descriptor's file meant. */
    private boolean empty;
    private Address rest;
    private Address page;
    /** Room to join the text of a link with the rest; null until there is a link. */
    private Address spare;
    private int links;
    /** Where the way may not lead: {@link #NO_XDEV} and others. */
    private int resolve;
    /** Of {@link #SCOPED} ways, where they begin, which this holds; else null. */
    private Inode base;
    private Walk next;

    private static Walk error(int result) {
        return Struct.at(Address.of(result), Walk.class);
    }

    private static Walk create() {
        Walk walk = unused;
        if (walk != null) {
            if (FailNth.fires()) {
                return null;
            }
            unused = walk.next;
        } else {
            walk = new Walk();
            if (walk == null) {
                return null;
            }
            Frame frame = Frames.allocate();
            if (frame == null) {
                Heap.free(walk, Struct.sizeOf(Walk.class));
                return null;
            }
            walk.page = frame.address();
        }
        walk.links = 0;
        walk.resolve = 0;
        walk.base = null;
        walk.found = null;
        walk.at = null;
        walk.empty = false;
        return walk;
    }

    /**
     * Begins a way from a program's path.
     *
     * @param directory where it begins if it is relative: a descriptor or {@code AT_FDCWD}
     * @return the walk, or an error
     */
    public static Walk begin(int directory, int path) {
        return begin(directory, path, false, 0);
    }

    /** As the other one, but an empty path may stand for the descriptor itself. */
    public static Walk begin(int directory, int path, boolean mayBeEmpty) {
        return begin(directory, path, mayBeEmpty, 0);
    }

    /** As the other one, within bounds: {@link #NO_XDEV} and others. */
    static Walk begin(int directory, int path, int resolve) {
        return begin(directory, path, false, resolve);
    }

    private static Walk begin(int directory, int path, boolean mayBeEmpty, int resolve) {
        Walk walk = create();
        if (walk == null) {
            return error(-Errno.ENOMEM);
        }
        walk.resolve = resolve;
        int result = UserMemory.copyString(walk.page, path, PATH_MAX);
        if (result == 0 && !mayBeEmpty) {
            result = -Errno.ENOENT;
        }
        if (result >= 0) {
            result = walk.start(directory, result == 0);
        }
        if (result < 0) {
            walk.end();
            return error(result);
        }
        return walk;
    }

    private int start(int directory, boolean itself) {
        rest = page;
        empty = itself;
        Process process = Process.current();
        if (page.loadByte(0) == '/' && (resolve & SCOPED) == 0) {
            at = process.view.root.retain();
        } else if (directory == OpenFlags.AT_FDCWD) {
            at = process.view.directory.retain();
        } else {
            OpenFile file = process.files.get(directory);
            if (file == null) {
                return -Errno.EBADF;
            }
            if (!itself && !file.inode.isDirectory()) {
                return -Errno.ENOTDIR;
            }
            at = file.inode.retain();
        }
        if ((resolve & SCOPED) != 0) {
            base = at.retain();
            return page.loadByte(0) == '/' && (resolve & BENEATH) != 0 ? -Errno.EXDEV : 0;
        }
        return 0;
    }

    /** Begins a way from a path of the kernel's, a C string; relative ones from {@code start}. */
    public static Walk begin(Inode start, Address path) {
        int length = Bytes.length(path);
        if (length >= PATH_MAX) {
            return error(-Errno.ENAMETOOLONG);
        }
        if (length == 0) {
            return error(-Errno.ENOENT);
        }
        Walk walk = create();
        if (walk == null) {
            return error(-Errno.ENOMEM);
        }
        Bytes.copy(walk.page, path, length + 1);
        walk.rest = walk.page;
        walk.at = (path.loadByte(0) == '/' ? Process.current().view.root : start).retain();
        return walk;
    }

    /** It is over: lets go of the inodes. */
    public void end() {
        if (found != null) {
            found.release();
        }
        if (at != null) {
            at.release();
        }
        if (base != null) {
            base.release();
        }
        next = unused;
        unused = this;
    }

    /** Frees those that are not in use: the number of frames. */
    static int shrink() {
        int freed = 0;
        while (unused != null) {
            Walk walk = unused;
            unused = walk.next;
            Frames.release(Frames.of(walk.page));
            freed++;
            if (!walk.spare.isNull()) {
                Frames.release(Frames.of(walk.spare));
                freed++;
            }
            Heap.free(walk, Struct.sizeOf(Walk.class));
        }
        return freed;
    }

    /** What the way has led to, with a reference that is the caller's from now on. */
    public Inode take() {
        Inode inode = found;
        found = null;
        return inode;
    }

    /** The last name, which is no C string. */
    public Address name() {
        return name;
    }

    public int nameLength() {
        return length;
    }

    /** Goes to the directory that has the last name of the rest of the path. */
    public int toLast() {
        while (true) {
            while (rest.loadByte(0) == '/') {
                rest = rest.plus(1);
            }
            if (rest.loadByte(0) == 0) {
                kind = NOTHING;
                slash = true;
                return 0;
            }
            int result = takeName();
            if (result < 0 || rest.loadByte(0) == 0) {
                return result;
            }
            result = look(true);
            if (result == 0 && found == null) {
                result = -Errno.ENOENT;
            }
            if (result == 0 && found.isLink()) {
                result = follow();
                if (result == 0) {
                    continue;
                }
            }
            if (result < 0) {
                return result;
            }
            at.release();
            at = found;
            found = null;
        }
    }

    /** Takes a name off the path, and the slashes behind it. */
    private int takeName() {
        if (!at.isDirectory()) {
            return -Errno.ENOTDIR;
        }
        int result = Permission.check(at, FileMode.X_OK);
        if (result < 0) {
            return result;
        }
        name = rest;
        length = 0;
        int character = rest.loadByte(0);
        int sum = 0;
        while (character != '/' && character != 0) {
            sum = Bytes.hash(sum, character);
            length++;
            character = rest.loadByte(length);
        }
        hash = sum;
        rest = rest.plus(length);
        slash = character == '/';
        while (rest.loadByte(0) == '/') {
            rest = rest.plus(1);
        }
        kind = length > 2 || name.loadByte(0) != '.' ? NAME
                : length == 1 ? DOT : name.loadByte(1) == '.' ? DOT_DOT : NAME;
        return length > NAME_MAX ? -Errno.ENAMETOOLONG : 0;
    }

    /**
     * Finds out what the last name leads to: {@link #found}, or null if there is no such name.
     *
     * @param cross whether what is mounted there is meant, and not what that covers
     */
    int look(boolean cross) {
        forget();
        Inode inode = switch (kind) {
            case DOT, NOTHING -> at.retain();
            case DOT_DOT -> resolve == 0 ? Path.parent(at) : parent();
            default -> Path.child(at, name, length, hash);
        };
        if (Errors.are(inode)) {
            return Errors.of(inode);
        }
        while (cross && inode != null && inode.mounted != null) {
            if ((resolve & NO_XDEV) != 0) {
                inode.release();
                return -Errno.EXDEV;
            }
            Inode root = inode.mounted.superblock.root.retain();
            inode.release();
            inode = root;
        }
        found = inode;
        return 0;
    }

    /** The directory above, if the way may lead there. */
    private Inode parent() {
        if (at == base) {
            return (resolve & BENEATH) != 0 ? Struct.at(Errors.address(Errno.EXDEV), Inode.class)
                    : at.retain();
        }
        Inode inode = Path.parent(at);
        if ((resolve & NO_XDEV) != 0 && inode.superblock != at.superblock) {
            inode.release();
            return Struct.at(Errors.address(Errno.EXDEV), Inode.class);
        }
        return inode;
    }

    private void forget() {
        if (found != null) {
            found.release();
            found = null;
        }
    }

    /**
     * What was found is a symbolic link: 0 if its text is to be followed by {@link #toLast}, 1 if
     * {@link #found} is where it leads to already.
     */
    int follow() {
        links++;
        if (links > LINKS_MAX) {
            return -Errno.ELOOP;
        }
        Inode link = found;
        boolean magic = link.operations.follow != null;
        if ((resolve & NO_SYMBOLIC_LINKS) != 0 || magic && (resolve & NO_MAGIC_LINKS) != 0) {
            return -Errno.ELOOP;
        }
        if (magic) {
            if ((resolve & SCOPED) != 0) {
                return -Errno.EXDEV;
            }
            Inode inode = link.operations.follow.follow(link);
            if (Errors.are(inode)) {
                return Errors.of(inode);
            }
            boolean crosses = inode.superblock != link.superblock;
            link.release();
            found = inode;
            return crosses && (resolve & NO_XDEV) != 0 ? -Errno.EXDEV : 1;
        }
        int result = join(link);
        forget();
        return result >= 0 && page.loadByte(0) == '/' ? toRoot() : result;
    }

    /** The text of a link begins at the root. */
    private int toRoot() {
        Inode root = (resolve & IN_ROOT) != 0 ? base : Process.current().view.root;
        if ((resolve & BENEATH) != 0
                || (resolve & NO_XDEV) != 0 && root.superblock != at.superblock) {
            return -Errno.EXDEV;
        }
        at.release();
        at = root.retain();
        return 0;
    }

    /** Makes the path the text of the link and what was behind it. */
    private int join(Inode link) {
        if (spare.isNull()) {
            Frame frame = Frames.allocate();
            if (frame == null) {
                return -Errno.ENOMEM;
            }
            spare = frame.address();
        }
        if (link.operations.readLink == null) {
            return -Errno.EINVAL;
        }
        int text = link.operations.readLink.readLink(link, spare, PATH_MAX);
        if (text <= 0) {
            return text == 0 ? -Errno.ENOENT : text;
        }
        int more = Bytes.length(rest);
        int bytes = text + (slash ? 1 : 0) + more;
        if (bytes >= PATH_MAX) {
            return -Errno.ENAMETOOLONG;
        }
        if (slash) {
            spare.storeByte(text, '/');
            text++;
        }
        Bytes.copy(spare.plus(text), rest, more + 1);
        Address joined = spare;
        spare = page;
        page = joined;
        rest = joined;
        Attributes.accessed(link);
        return 0;
    }

    /** Goes all the way; links at its end are followed if asked, or before a slash. */
    public int toEnd(boolean followLast) {
        if (empty) {
            found = at.retain();
            return 0;
        }
        int result = toLast();
        while (result == 0) {
            result = look(true);
            if (result == 0 && found == null) {
                result = -Errno.ENOENT;
            }
            if (result < 0 || !found.isLink() || !followLast && !slash) {
                break;
            }
            result = follow();
            if (result == 0) {
                result = toLast();
            }
        }
        if (result < 0) {
            return result;
        }
        return slash && !found.isDirectory() ? -Errno.ENOTDIR : 0;
    }
}
