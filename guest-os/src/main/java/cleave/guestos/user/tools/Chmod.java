package cleave.guestos.user.tools;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Users;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Modes;
import cleave.guestos.user.tools.common.Names;
import cleave.guestos.user.tools.common.Tree;
import cleave.magic.Address;

/** {@code chmod}, {@code chown} and {@code chgrp}: who may do what with files. */
final class Chmod {
    private static final String USAGE = "chmod [-R] MODE FILE ...\n"
            + "Changes the modes of files: octal, or as in u+x,go-w,a=rX.\n"
            + "  -R  of all that is in directories, too\n";
    private static final String CHOWN = "chown [-hR] USER[:[GROUP]] FILE ...\n"
            + "Changes the owners of files, by name or number.\n"
            + "  -h  of links themselves    -R  of all that is in directories, too\n";
    private static final String CHGRP = "chgrp [-hR] GROUP FILE ...\n"
            + "Changes the groups of files, by name or number.\n"
            + "  -h  of links themselves    -R  of all that is in directories, too\n";
    private static final int KEPT = -1;
    private static final Statx FILE = new Statx();

    private static Address mode;
    private static int umask;
    private static int user = KEPT;
    private static int group = KEPT;
    private static boolean links;
    private static boolean recursive;
    private static int status;

    private Chmod() {
    }

    static int run(int count, Address arguments) {
        Address first = dashMode(count, arguments);
        CommandLine.begin(count, arguments, "R(recursive)", USAGE);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            recursive = true;
        }
        CommandLine.need(2, -1);
        umask = Processes.umask(0);
        Processes.umask(umask);
        mode = first.isNull() ? CommandLine.operand(0) : first;
        if (Modes.change(mode, 0, umask) < 0) {
            CommandLine.refuse(mode, "not a mode");
        }
        for (int i = 1; i < CommandLine.operandCount(); i++) {
            if (recursive) {
                Tree.walk(CommandLine.operand(i), Chmod::visitMode, Tree.FOLLOW_ROOT);
            } else if (Files.stat(CommandLine.operand(i), FILE) < 0) {
                failed(CommandLine.operand(i));
            } else {
                change(CommandLine.operand(i), FILE);
            }
        }
        return status;
    }

    /** A mode like {@code -x} looks like an option; it stays what it is, behind a harmless word. */
    private static Address dashMode(int count, Address arguments) {
        for (int i = 1; i < count; i++) {
            Address word = Address.of(arguments.loadInt(4 * i));
            int second = word.loadByte(1);
            if (word.loadByte(0) == '-' && second != 0 && !Strings.find(Address.of("rwxXstugo"),
                    second).isNull()) {
                arguments.storeInt(4 * i, Address.of("0").bits());
                return word;
            }
            if (word.loadByte(0) != '-' || second == '-') {
                break;
            }
        }
        return Address.of(0);
    }

    private static int visitMode(Tree.Node node) {
        if (node.phase == Tree.UNKNOWN || node.phase == Tree.UNREADABLE) {
            Errors.errno = node.error;
            failed(node.path);
        } else if (node.phase == Tree.BEFORE && !FileMode.isLink(node.file.mode)) {
            change(node.path, node.file);
        }
        return Tree.CONTINUE;
    }

    private static void change(Address path, Statx file) {
        if (Files.chmod(path, Modes.change(mode, file.mode & 0xffff, umask)) < 0) {
            failed(path);
        }
    }

    private static void failed(Address path) {
        Errors.warnErrno(path);
        status = 1;
    }

    // ---- owners ----

    static int chown(int count, Address arguments) {
        owners(count, arguments, CHOWN);
        Address owner = Strings.duplicate(CommandLine.operand(0));
        Address colon = Strings.find(owner, ':');
        if (colon.isNull() && !Characters.isDigit(owner.loadByte(0)) && Names.userId(owner) < 0) {
            colon = Strings.find(owner, '.');
        }
        if (!colon.isNull()) {
            colon.storeByte(0, 0);
            if (colon.loadByte(1) != 0) {
                group = groupOf(colon.plus(1));
            }
        }
        if (!Strings.isEmpty(owner)) {
            user = Names.userId(owner);
            if (user < 0) {
                CommandLine.refuse(owner, "no such user");
            }
            if (!colon.isNull() && colon.loadByte(1) == 0) {
                Users.User known = Users.getpwuid(user);
                if (known == null) {
                    CommandLine.refuse(owner, "no such user, whose group is not known then");
                }
                group = known.group;
            }
        }
        return changeOwners();
    }

    static int chgrp(int count, Address arguments) {
        owners(count, arguments, CHGRP);
        group = groupOf(CommandLine.operand(0));
        return changeOwners();
    }

    private static int groupOf(Address name) {
        int id = Names.groupId(name);
        if (id < 0) {
            CommandLine.refuse(name, "no such group");
        }
        return id;
    }

    private static void owners(int count, Address arguments, String usage) {
        CommandLine.begin(count, arguments, "h(no-dereference)R(recursive)", usage);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            links |= letter == 'h';
            recursive |= letter == 'R';
        }
        CommandLine.need(2, -1);
    }

    private static int changeOwners() {
        for (int i = 1; i < CommandLine.operandCount(); i++) {
            Address path = CommandLine.operand(i);
            if (recursive) {
                Tree.walk(path, Chmod::visitOwner, 0);
            } else if ((links ? Files.lchown(path, user, group)
                    : Files.chown(path, user, group)) < 0) {
                failed(path);
            }
        }
        return status;
    }

    private static int visitOwner(Tree.Node node) {
        if (node.phase == Tree.UNKNOWN || node.phase == Tree.UNREADABLE) {
            Errors.errno = node.error;
            failed(node.path);
        } else if (node.phase == Tree.BEFORE && Files.lchown(node.path, user, group) < 0) {
            failed(node.path);
        }
        return Tree.CONTINUE;
    }
}
