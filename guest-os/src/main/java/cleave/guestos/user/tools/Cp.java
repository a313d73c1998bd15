package cleave.guestos.user.tools;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Statx;
import cleave.guestos.abi.Timespec;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Copying;
import cleave.guestos.user.tools.common.Text;
import cleave.guestos.user.tools.common.Tree;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Struct;

/** {@code cp}: copies files and trees of them. */
final class Cp {
    private static final String USAGE = "cp [-adfinprRv] FILE NAME\n"
            + "       cp [-adfinprRv] FILE ... DIRECTORY\n"
            + "Copies files.\n"
            + "  -r, -R  directories with all that is in them    -p  with mode, owner and times\n"
            + "  -d  links as links    -a  as -dpr    -L  what links lead to\n"
            + "  -f  remove what cannot be written    -i  ask before a file is lost\n"
            + "  -n  lose none    -v  tell each\n";
    private static final int PERMISSIONS = 0777;
    private static final int OWNER_ALL = 0700;
    private static final int LINK_SIZE = 4096;
    private static final byte[] LINK = new byte[LINK_SIZE];
    private static final Statx TO = new Statx();
    private static final Statx ROOT = new Statx();
    private static final long[] TIMES = new long[4];
    private static final Text TARGET = new Text();
    /** Files with several names that were copied, under -d: inode, device, and where it is now. */
    private static final Words COPIED = new Words();
    private static final int COPIED_WORDS = 4;

    private static boolean recursive;
    private static boolean preserve;
    private static boolean links;
    private static boolean follow;
    private static boolean force;
    private static boolean verbose;
    private static int manner;
    private static int status;
    private static int sourceLength;
    private static int targetLength;

    private Cp() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "a(archive)df(force)i(interactive)L(dereference)"
                + "n(no-clobber)p(preserve)P(no-dereference)r(recursive)Rv(verbose)", USAGE);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            boolean all = letter == 'a';
            recursive |= all || letter == 'r' || letter == 'R';
            preserve |= all || letter == 'p';
            links |= all || letter == 'd' || letter == 'P';
            follow |= letter == 'L';
            force |= letter == 'f';
            verbose |= letter == 'v';
            manner = letter == 'i' || letter == 'n' ? letter : manner;
        }
        CommandLine.need(2, -1);
        return Targets.each(Cp::copy, false);
    }

    /** Everything, as it is. */
    static int copyForMove(Address from, Address to) {
        recursive = true;
        preserve = true;
        links = true;
        force = true;
        if (Files.lstat(to, TO) == 0 && (Files.isDirectory(TO) ? Files.rmdir(to)
                : Files.unlink(to)) < 0) {
            Errors.warnErrno(to);
            return 1;
        }
        return copy(from, to);
    }

    private static int copy(Address from, Address to) {
        status = 0;
        int length = Strings.length(from);
        while (length > 1 && from.loadByte(length - 1) == '/') {
            length--;
        }
        from.storeByte(length, 0);
        sourceLength = length;
        TARGET.clear().put(to);
        targetLength = TARGET.length();
        ROOT.inode = 0;
        int flags = follow ? Tree.FOLLOW : links || recursive ? 0 : Tree.FOLLOW_ROOT;
        Tree.walk(from, Cp::visit, flags);
        return status;
    }

    private static int visit(Tree.Node node) {
        TARGET.truncate(targetLength).put(node.path.plus(sourceLength));
        Address to = TARGET.address();
        switch (node.phase) {
            case Tree.UNKNOWN, Tree.UNREADABLE:
                Errors.errno = node.error;
                return failed(node.path);
            case Tree.CIRCLE:
                Errors.errno = Errno.ELOOP;
                return failed(node.path);
            case Tree.AFTER:
                return leaveDirectory(node, to);
            default:
                break;
        }
        if (node.isDirectory()) {
            return enterDirectory(node, to);
        }
        if (Files.lstat(to, TO) == 0) {
            if (Tree.same(node.file, TO) || Files.stat(to, TO) == 0
                    && Tree.same(node.file, TO)) {
                Errors.message().put("'").put(node.path).put("' and '").put(to)
                        .put("' are the same file").line();
                status = 1;
                return Tree.CONTINUE;
            }
            if (manner == 'n' || manner == 'i' && !Answers.ask("overwrite", to)) {
                return Tree.CONTINUE;
            }
        }
        if (FileMode.isLink(node.file.mode) && (follow || !links && !recursive)) {
            Errors.errno = Errno.ENOENT;
            return failed(node.path);
        }
        if (links && node.file.links > 1 && linked(node.file, to)) {
            return Tree.CONTINUE;
        }
        boolean special = !FileMode.isRegular(node.file.mode)
                && (recursive || FileMode.isLink(node.file.mode));
        if (special ? copySpecial(node, to) : copyRegular(node, to)) {
            told(node.path, to);
        }
        return Tree.CONTINUE;
    }

    private static int failed(Address path) {
        Errors.warnErrno(path);
        status = 1;
        return Tree.SKIP;
    }

    private static void told(Address from, Address to) {
        if (verbose) {
            Stdio.stdout().put("'").put(from).put("' -> '").put(to).put("'\n");
        }
    }

    /** Whether the file was copied under another name, and that has now this one, too. */
    private static boolean linked(Statx file, Address to) {
        int device = device(file.deviceMajor, file.deviceMinor);
        for (int i = 0; i < COPIED.count(); i += COPIED_WORDS) {
            if (COPIED.get(i) == (int) file.inode && COPIED.get(i + 1) == (int) (file.inode >> 32)
                    && COPIED.get(i + 2) == device) {
                if (Files.lstat(to, TO) == 0) {
                    Files.unlink(to);
                }
                return Files.link(COPIED.address(i + 3), to) == 0;
            }
        }
        COPIED.add((int) file.inode);
        COPIED.add((int) (file.inode >> 32));
        COPIED.add(device);
        COPIED.add(Strings.duplicate(to));
        return false;
    }

    // ---- directories ----

    private static int enterDirectory(Tree.Node node, Address to) {
        if (!recursive) {
            Errors.warn(node.path, "is a directory; -r copies it");
            status = 1;
            return Tree.SKIP;
        }
        if (ROOT.inode != 0 && Tree.same(node.file, ROOT)) {
            Errors.warn(node.path, "cannot be copied into itself");
            status = 1;
            return Tree.SKIP;
        }
        if (Files.stat(to, TO) < 0) {
            if (Files.mkdir(to, node.file.mode & PERMISSIONS | OWNER_ALL) < 0) {
                return failed(to);
            }
            node.mark = 1;
            told(node.path, to);
        } else if (!Files.isDirectory(TO)) {
            Errors.warn(to, "is no directory, and would be one");
            status = 1;
            return Tree.SKIP;
        }
        if (node.depth == 0 && Files.stat(to, TO) == 0) {
            ROOT.inode = TO.inode;
            ROOT.deviceMajor = TO.deviceMajor;
            ROOT.deviceMinor = TO.deviceMinor;
        }
        return Tree.CONTINUE;
    }

    /** Now that nothing more is written into it, the directory gets its mode and times. */
    private static int leaveDirectory(Tree.Node node, Address to) {
        if (preserve) {
            attributes(node.file, to);
        } else if (node.mark != 0 && (node.file.mode & OWNER_ALL) != OWNER_ALL) {
            int umask = Processes.umask(0);
            Processes.umask(umask);
            Files.chmod(to, node.file.mode & PERMISSIONS & ~umask);
        }
        return Tree.CONTINUE;
    }

    // ---- files ----

    private static boolean copyRegular(Tree.Node node, Address to) {
        int in = Files.open(node.path, OpenFlags.O_RDONLY);
        if (in < 0) {
            failed(node.path);
            return false;
        }
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC;
        int out = Files.open(to, flags, node.file.mode & PERMISSIONS);
        if (out < 0 && force && Files.unlink(to) == 0) {
            out = Files.open(to, flags, node.file.mode & PERMISSIONS);
        }
        if (out < 0) {
            failed(to);
            Files.close(in);
            return false;
        }
        int result = Copying.all(in, out);
        if (result < 0) {
            failed(result == -1 ? node.path : to);
        }
        Files.close(in);
        if (Files.close(out) < 0 && result == 0) {
            failed(to);
            return false;
        }
        if (result == 0 && preserve) {
            attributes(node.file, to);
        }
        return result == 0;
    }

    private static boolean copySpecial(Tree.Node node, Address to) {
        if (Files.lstat(to, TO) == 0 && Files.unlink(to) < 0) {
            failed(to);
            return false;
        }
        int result;
        if (FileMode.isLink(node.file.mode)) {
            int length = Files.readlink(node.path, Address.of(LINK), LINK_SIZE - 1);
            if (length < 0) {
                failed(node.path);
                return false;
            }
            LINK[length] = 0;
            result = Files.symlink(Address.of(LINK), to);
        } else {
            result = Files.mknod(to, node.file.mode & 0xffff,
                    device(node.file.specialMajor, node.file.specialMinor));
        }
        if (result < 0) {
            failed(to);
            return false;
        }
        if (preserve) {
            attributes(node.file, to);
        }
        return true;
    }

    /** A device's number as mknod takes it: Linux's {@code new_encode_dev}. */
    static int device(int major, int minor) {
        return minor & 0xff | major << 8 | (minor & ~0xff) << 12;
    }

    /** Times, owner if that is allowed, and then the mode, whose set-id bits chown takes away. */
    private static void attributes(Statx file, Address to) {
        TIMES[0] = file.accessed.seconds;
        TIMES[1] = file.accessed.nanoseconds;
        TIMES[2] = file.modified.seconds;
        TIMES[3] = file.modified.nanoseconds;
        assert Struct.sizeOf(Timespec.class) == 16 : "two times are four longs";
        Files.utimensat(OpenFlags.AT_FDCWD, to, Address.of(TIMES), OpenFlags.AT_SYMLINK_NOFOLLOW);
        int mode = file.mode & FileMode.PERMISSIONS;
        if (Files.lchown(to, file.user, file.group) < 0) {
            mode &= ~(FileMode.S_ISUID | FileMode.S_ISGID);
        }
        if (!FileMode.isLink(file.mode) && Files.chmod(to, mode) < 0) {
            failed(to);
        }
    }
}
