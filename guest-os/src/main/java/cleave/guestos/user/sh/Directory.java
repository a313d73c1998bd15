package cleave.guestos.user.sh;

import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** The current directory as the user has reached it: {@code cd} and {@code pwd}. */
final class Directory {
    private static final int PATH_MAX = 4096;
    private static final Path PATH = new Path();
    private static final Text CURRENT = new Text();
    private static final Statx HERE = new Statx();
    private static final Statx THERE = new Statx();

    /** What the kernel says. */
    private static final class Path extends Struct {
        @Inline(PATH_MAX)
        byte[] text;
    }

    private Directory() {
    }

    /** Takes {@code PWD} if it is true. */
    static void begin() {
        Address given = Variables.value("PWD");
        CURRENT.clear();
        if (!given.isNull() && given.loadByte(0) == '/' && isHere(given)) {
            CURRENT.add(given);
        } else {
            CURRENT.add(physical());
        }
        Variables.set("PWD", CURRENT.text());
        Variables.mark(Address.of("PWD"), Variable.EXPORTED);
    }

    private static boolean isHere(Address path) {
        return Files.stat(path, THERE) == 0 && Files.stat(Address.of("."), HERE) == 0
                && HERE.inode == THERE.inode && HERE.deviceMajor == THERE.deviceMajor
                && HERE.deviceMinor == THERE.deviceMinor;
    }

    static Address current() {
        return CURRENT.text();
    }

    private static Address physical() {
        Address path = Files.getcwd(Address.of(PATH.text), PATH_MAX);
        return path.isNull() ? Address.of(".") : path;
    }

    static int print(int count, Address arguments) {
        boolean real = false;
        for (int i = 1; Builtins.isOption(count, arguments, i); i++) {
            int letter = Builtins.word(arguments, i).loadByte(1);
            if (letter != 'P' && letter != 'L') {
                return Builtins.badOption("pwd", letter);
            }
            real = letter == 'P';
        }
        Stdio.stdout().put(real ? physical() : current()).line();
        return 0;
    }

    static int change(int count, Address arguments) {
        int index = 1;
        boolean real = false;
        while (Builtins.isOption(count, arguments, index)) {
            int letter = Builtins.word(arguments, index).loadByte(1);
            index++;
            if (letter == '-') {
                break;
            }
            if (letter != 'P' && letter != 'L') {
                return Builtins.badOption("cd", letter);
            }
            real = letter == 'P';
        }
        Address wanted = index < count ? Builtins.word(arguments, index)
                : Variables.value("HOME");
        if (wanted.isNull()) {
            Messages.begin().put("cd: HOME not set").line();
            return Shell.ERROR;
        }
        boolean tell = Strings.equal(wanted, "-");
        if (tell) {
            wanted = Variables.value("OLDPWD");
            if (wanted.isNull()) {
                Messages.begin().put("cd: OLDPWD not set").line();
                return Shell.ERROR;
            }
        }
        Address target = Arena.SCRATCH.copy(Strings.isEmpty(wanted) ? Address.of(".") : wanted);
        return search(target, real, tell);
    }

    /** Tries {@code CDPATH}, for names that do not say where they begin. */
    private static int search(Address wanted, boolean real, boolean tell) {
        Address list = Variables.value("CDPATH");
        boolean dots = Strings.equal(wanted, ".") || Strings.equal(wanted, "..")
                || Strings.startsWith(wanted, "./") || Strings.startsWith(wanted, "../");
        if (!list.isNull() && wanted.loadByte(0) != '/' && !dots) {
            PathSearch search = PathSearch.begin(list);
            Address path = search.next(wanted);
            while (!path.isNull()) {
                if (Files.stat(path, THERE) == 0 && Files.isDirectory(THERE) && go(path, real)) {
                    if (tell || !Strings.equal(path, wanted)) {
                        Stdio.stdout().put(current()).line();
                    }
                    search.end();
                    return 0;
                }
                path = search.next(wanted);
            }
            search.end();
        }
        if (!go(wanted, real)) {
            Messages.warn("cd", "can't cd to ", wanted);
            return Shell.ERROR;
        }
        if (tell) {
            Stdio.stdout().put(current()).line();
        }
        return 0;
    }

    private static boolean go(Address wanted, boolean real) {
        Text path = new Text();
        if (real) {
            path.add(wanted);
        } else {
            logical(wanted, path);
        }
        boolean done = Files.chdir(path.text()) == 0;
        if (!done && !real) {
            int error = Errors.errno;
            done = Files.chdir(wanted) == 0;
            Errors.errno = error;
        }
        if (done) {
            Address before = Arena.SCRATCH.copy(current());
            CURRENT.clear();
            if (real || !isHere(path.text())) {
                CURRENT.add(physical());
            } else {
                CURRENT.add(path.text());
            }
            Variables.set("OLDPWD", before);
            Variables.set("PWD", current());
        }
        path.free();
        return done;
    }

    /** The path with dots taken out as if there were no links. */
    private static void logical(Address wanted, Text path) {
        if (wanted.loadByte(0) != '/') {
            path.add(current());
        }
        Address at = wanted;
        while (at.loadByte(0) != 0) {
            int length = Strings.spanWithout(at, Address.of("/"));
            boolean up = length == 2 && at.loadByte(0) == '.' && at.loadByte(1) == '.';
            if (up) {
                while (path.length > 0 && path.at(path.length - 1) != '/') {
                    path.length--;
                }
                path.length = Math.max(0, path.length - 1);
            } else if (length > 0 && !(length == 1 && at.loadByte(0) == '.')) {
                if (path.length == 0 || path.at(path.length - 1) != '/') {
                    path.add('/');
                }
                path.add(at, length);
            }
            at = at.plus(length + Strings.span(at.plus(length), Address.of("/")));
        }
        if (path.length == 0) {
            path.add('/');
        }
    }
}
