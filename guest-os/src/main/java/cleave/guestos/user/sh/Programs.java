package cleave.guestos.user.sh;

import cleave.guestos.abi.Errno;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.NoInline;

/** Programs in processes of their own, or in the place of this one. */
final class Programs {
    private static final String SHELL = "/bin/sh";

    /** Whether {@code command -p} looks for programs where the standard ones are. */
    static boolean standardPath;

    private Programs() {
    }

    /** The path of a program; null if it is not known, or the name is a path. */
    static Address find(Address name) {
        return standardPath && Strings.find(name, '/').isNull()
                ? Commands.search(name, Address.of(0)) : Commands.find(name);
    }

    /** Runs a program with what the node, which may be null, says beside its words. */
    static int run(Node node, int count, Address arguments, int flags) {
        Address name = Address.of(arguments.loadInt(0));
        Address path = node != null && node.assignments != null ? Address.of(0)
                : find(name);
        if ((flags & Execution.LAST) != 0 && !Traps.areSet()) {
            begin(node, count, arguments, path);
        }
        Job job = Jobs.make(node == null ? name : node.text, 1);
        int process = Jobs.forkInto(job, true);
        if (process == 0) {
            begin(node, count, arguments, path);
        }
        return Jobs.finish(job);
    }

    /** In a process that is only for this. Never returns. */
    @NoInline
    private static void begin(Node node, int count, Address arguments, Address path) {
        if (!SimpleCommand.prepare(node, count, arguments)) {
            Shell.exit(Control.isPending() ? Shell.status : Shell.ERROR);
        }
        Shell.exit(execute(arguments, path));
    }

    /**
     * Becomes the program; the path is where it was found, or null. Returns the exit code of a
     * failure that it has told.
     */
    static int execute(Address arguments, Address path) {
        Address name = Address.of(arguments.loadInt(0));
        Address environment = Variables.environment();
        if (!path.isNull()) {
            become(path, arguments, environment);
        }
        if (!Strings.find(name, '/').isNull()) {
            become(name, arguments, environment);
        } else {
            inPath(name, arguments, environment);
        }
        int error = Errors.errno;
        boolean missing = error == Errno.ENOENT || error == Errno.ENOTDIR;
        Messages.warn(name, missing ? Address.of("not found") : Errors.strerror(error));
        return missing ? Shell.NOT_FOUND : Shell.NOT_EXECUTABLE;
    }

    private static void inPath(Address name, Address arguments, Address environment) {
        PathSearch search = PathSearch.begin(Variables.value("PATH"));
        boolean forbidden = false;
        for (Address path = search.next(name); !path.isNull(); path = search.next(name)) {
            become(path, arguments, environment);
            forbidden |= Errors.errno == Errno.EACCES;
        }
        search.end();
        Errors.errno = forbidden ? Errno.EACCES : Errno.ENOENT;
    }

    /** A file that is no program is one for the shell. */
    private static void become(Address path, Address arguments, Address environment) {
        Exec.execve(path, arguments, environment);
        if (Errors.errno != Errno.ENOEXEC) {
            return;
        }
        int count = 0;
        while (arguments.loadInt(4 * count) != 0) {
            count++;
        }
        Address longer = Arena.SCRATCH.take(4 * count + 8);
        longer.storeInt(0, Address.of("sh").bits());
        longer.storeInt(4, path.bits());
        for (int i = 1; i < count; i++) {
            longer.storeInt(4 * i + 4, arguments.loadInt(4 * i));
        }
        Exec.execve(Address.of(SHELL), longer, environment);
        Errors.errno = Errno.ENOEXEC;
    }
}
