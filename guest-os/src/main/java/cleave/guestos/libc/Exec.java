package cleave.guestos.libc;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * The exec family (POSIX, exec): {@code l} takes the arguments one by one, {@code v} as a vector;
 * {@code e} takes an environment, the others pass the own one on; {@code p} searches {@code PATH}.
 * They return only if they fail, with -1.
 */
public final class Exec {
    private static final int LIST_MAX = 8;
    private static final int[] LIST = new int[LIST_MAX];
    private static final int PATH_SIZE = 4096;
    private static final String DEFAULT_PATH = "/bin:/usr/bin";
    private static final Candidate PATH = new Candidate();
    private static final String SHELL = "/bin/sh";

    /** A path that is tried. */
    private static final class Candidate extends Struct {
        @Inline(PATH_SIZE)
        byte[] text;
    }

    private Exec() {
    }

    // ---- vectors ----

    public static int execve(Address path, Address arguments, Address environment) {
        return Errors.result(Syscalls.execve(path, arguments, environment));
    }

    public static int execv(Address path, Address arguments) {
        return execve(path, arguments, Environment.variables());
    }

    public static int execvp(Address file, Address arguments) {
        return execvpe(file, arguments, Environment.variables());
    }

    /**
     * A name with a slash is a path; any other is looked for in the directories of {@code PATH}. A
     * file that is no program is given to the shell. EACCES is told only if no later directory has
     * a better answer.
     */
    public static int execvpe(Address file, Address arguments, Address environment) {
        if (Strings.isEmpty(file)) {
            return Errors.fail(Errno.ENOENT);
        }
        if (!Strings.find(file, '/').isNull()) {
            return orShell(file, arguments, environment);
        }
        Address directories = Environment.getenv("PATH");
        Address at = directories.isNull() ? Address.of(DEFAULT_PATH) : directories;
        boolean forbidden = false;
        while (true) {
            int length = Strings.spanWithout(at, Address.of(":"));
            if (pathIn(at, length, file)) {
                orShell(Address.of(PATH), arguments, environment);
                if (Errors.errno == Errno.EACCES) {
                    forbidden = true;
                } else if (Errors.errno != Errno.ENOENT && Errors.errno != Errno.ENOTDIR) {
                    return -1;
                }
            }
            if (at.loadByte(length) == 0) {
                return Errors.fail(forbidden ? Errno.EACCES : Errno.ENOENT);
            }
            at = at.plus(length + 1);
        }
    }

    /** Whether {@code directory/file} fits; an empty directory is the current one. */
    private static boolean pathIn(Address directory, int length, Address file) {
        if (length + 2 + Strings.length(file) > PATH_SIZE) {
            return false;
        }
        Address path = Address.of(PATH);
        Memory.copy(path, directory, length);
        Address end = path.plus(length);
        if (length > 0) {
            end.storeByte(0, '/');
            end = end.plus(1);
        }
        Strings.copy(end, file);
        return true;
    }

    private static int orShell(Address path, Address arguments, Address environment) {
        execve(path, arguments, environment);
        if (Errors.errno == Errno.ENOEXEC) {
            int count = 0;
            while (arguments.loadInt(4 * count) != 0) {
                count++;
            }
            Address more = Heap.malloc(4 * count + 12);
            if (!more.isNull()) {
                more.storeInt(0, Address.of(SHELL).bits());
                more.storeInt(4, path.bits());
                Memory.copy(more.plus(8), arguments.plus(4), 4 * Math.max(0, count - 1));
                more.storeInt(4 + 4 * Math.max(1, count), 0);
                execve(Address.of(SHELL), more, environment);
                Heap.free(more);
                Errors.errno = Errno.ENOEXEC;
            }
        }
        return -1;
    }

    /** The program is an open file; without {@code execveat}, it is named through /proc. */
    public static int fexecve(int descriptor, Address arguments, Address environment) {
        int raw = Syscalls.execveat(descriptor, Address.of(""), arguments, environment,
                OpenFlags.AT_EMPTY_PATH);
        if (raw == -Errno.ENOSYS) {
            Format.snprintf(Address.of(PATH), PATH_SIZE, "/proc/self/fd/%d", descriptor);
            return execve(Address.of(PATH), arguments, environment);
        }
        return Errors.result(raw);
    }

    // ---- lists ----

    /** A list as a vector; a null address ends it. There is one, which an exec uses up. */
    private static Address list(Address a0, Address a1, Address a2, Address a3, Address a4) {
        LIST[0] = a0.bits();
        LIST[1] = a1.bits();
        LIST[2] = a2.bits();
        LIST[3] = a3.bits();
        LIST[4] = a4.bits();
        LIST[5] = 0;
        return Address.of(LIST);
    }

    private static Address none() {
        return Address.of(0);
    }

    public static int execl(Address path, Address a0) {
        return execv(path, list(a0, none(), none(), none(), none()));
    }

    public static int execl(Address path, Address a0, Address a1) {
        return execv(path, list(a0, a1, none(), none(), none()));
    }

    public static int execl(Address path, Address a0, Address a1, Address a2) {
        return execv(path, list(a0, a1, a2, none(), none()));
    }

    public static int execl(Address path, Address a0, Address a1, Address a2, Address a3) {
        return execv(path, list(a0, a1, a2, a3, none()));
    }

    public static int execlp(Address file, Address a0) {
        return execvp(file, list(a0, none(), none(), none(), none()));
    }

    public static int execlp(Address file, Address a0, Address a1) {
        return execvp(file, list(a0, a1, none(), none(), none()));
    }

    public static int execlp(Address file, Address a0, Address a1, Address a2) {
        return execvp(file, list(a0, a1, a2, none(), none()));
    }

    public static int execlp(Address file, Address a0, Address a1, Address a2, Address a3) {
        return execvp(file, list(a0, a1, a2, a3, none()));
    }

    /** The last argument is the environment; as in the others, a null ends the list before. */
    public static int execle(Address path, Address a0, Address a1, Address a2, Address a3,
            Address environment) {
        return execve(path, list(a0, a1, a2, a3, none()), environment);
    }
}
