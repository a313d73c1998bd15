package cleave.guestos.libc;

import cleave.guestos.abi.CloneFlags;
import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Signal;
import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Inline;
import cleave.magic.Struct;
import cleave.magic.Symbol;

/**
 * {@code posix_spawn}: a new process that runs another program, without a copy of this one: the
 * child borrows this memory until its exec, on a stack of its own, while the parent sleeps. What
 * goes wrong in the child is told through a pipe that its exec closes.
 */
public final class Spawn {
    /** Bits of {@link Attributes#flags}. */
    public static final int RESETIDS = 1;
    public static final int SETPGROUP = 2;
    public static final int SETSIGDEF = 4;
    public static final int SETSIGMASK = 8;
    public static final int SETSCHEDPARAM = 0x10;
    public static final int SETSCHEDULER = 0x20;
    public static final int SETSID = 0x80;

    private static final int STACK = 0x4000;
    private static final int FAILED = 127;
    private static final ChildStack CHILD_STACK = new ChildStack();
    private static final int[] ERROR = new int[1];
    private static final int[] PARAMETER = new int[1];

    // What the child is to do; it reads them in the parent's memory.
    private static Address program;
    private static boolean search;
    private static Actions actions;
    private static Attributes attributes;
    private static Address argumentVector;
    private static Address environmentVector;
    private static long maskBefore;
    private static int errorPipe;

    /** How the child begins. */
    public static final class Attributes extends Struct {
        public int flags;
        public int group;
        public int policy;
        public int priority;
        public long mask;
        /** The signals that do what they do by default. */
        public long defaults;
    }

    /** What the child does to its files before it runs the program, in order. */
    public static final class Actions extends Struct {
        Action first;
        Action last;

        /** 0, or -1 when there is no memory. */
        public int addClose(int file) {
            return add(Action.CLOSE, file, 0, 0, Address.of(0));
        }

        public int addDup2(int file, int to) {
            return add(Action.DUP2, file, to, 0, Address.of(0));
        }

        /** The path is not copied. */
        public int addOpen(int file, Address path, int flags, int mode) {
            return add(Action.OPEN, file, flags, mode, path);
        }

        public int addChdir(Address path) {
            return add(Action.CHDIR, 0, 0, 0, path);
        }

        private int add(int kind, int file, int second, int mode, Address path) {
            Address memory = Heap.malloc(Struct.sizeOf(Action.class));
            if (memory.isNull()) {
                return -1;
            }
            Action action = Struct.at(memory, Action.class);
            action.kind = kind;
            action.file = file;
            action.second = second;
            action.mode = mode;
            action.path = path;
            action.next = null;
            if (first == null) {
                first = action;
            } else {
                last.next = action;
            }
            last = action;
            return 0;
        }

        /** Forgets all actions. */
        public void clear() {
            while (first != null) {
                Action next = first.next;
                Heap.free(first);
                first = next;
            }
        }
    }

    static final class Action extends Struct {
        static final int CLOSE = 0;
        static final int DUP2 = 1;
        static final int OPEN = 2;
        static final int CHDIR = 3;

        int kind;
        int file;
        /** The target of a dup2, the flags of an open. */
        int second;
        int mode;
        Address path;
        Action next;
    }

    private static final class ChildStack extends Struct {
        @Inline(STACK)
        byte[] bytes;
        long aligned;
    }

    /** A child's function; its result is the exit code. */
    private interface Child extends Fn {
        int run(int argument);
    }

    private Spawn() {
    }

    /** The pid of the child that runs the program, or -1; actions and attributes may be null. */
    public static int spawn(Address path, Actions actions, Attributes attributes,
            Address arguments, Address environment) {
        return start(path, false, actions, attributes, arguments, environment);
    }

    /** The same for a program that is looked for in {@code PATH}. */
    public static int spawnp(Address file, Actions actions, Attributes attributes,
            Address arguments, Address environment) {
        return start(file, true, actions, attributes, arguments, environment);
    }

    private static int start(Address path, boolean searched, Actions files, Attributes how,
            Address arguments, Address environment) {
        if (Files.pipe2(OpenFlags.O_CLOEXEC) < 0) {
            return -1;
        }
        int reading = Files.readEnd();
        int writing = Files.writeEnd();
        program = path;
        search = searched;
        actions = files;
        attributes = how;
        argumentVector = arguments;
        environmentVector = environment;
        errorPipe = writing;
        maskBefore = Signals.block(Signals.ALL);
        int child = Errors.result(clone(CloneFlags.CLONE_VM | CloneFlags.CLONE_VFORK
                | Signal.SIGCHLD, Address.of(CHILD_STACK).plus(STACK), Spawn::child, 0));
        Files.close(writing);
        ERROR[0] = 0;
        if (child > 0 && FileCalls.read(reading, Address.of(ERROR), 4) == 4) {
            Wait.waitpid(child, 0);
            Errors.errno = ERROR[0];
            child = -1;
        }
        int error = Errors.errno;
        Files.close(reading);
        Signals.setMask(maskBefore);
        Errors.errno = error;
        return child;
    }

    @Symbol("__libc_clone")
    private static native int clone(int flags, Address stack, Child function, int argument);

    private static int child(int argument) {
        if (prepare() == 0) {
            if (search) {
                Exec.execvpe(program, argumentVector, environmentVector);
            } else {
                Exec.execve(program, argumentVector, environmentVector);
            }
        }
        ERROR[0] = Errors.errno == 0 ? Errno.ENOEXEC : Errors.errno;
        FileCalls.write(errorPipe, Address.of(ERROR), 4);
        return FAILED;
    }

    private static int prepare() {
        int flags = attributes == null ? 0 : attributes.flags;
        long defaults = Signals.handled();
        if ((flags & SETSIGDEF) != 0) {
            defaults |= attributes.defaults;
        }
        for (int signal = 1; signal <= Signal.MAX; signal++) {
            if (Signals.contains(defaults, signal)) {
                Signals.restoreInChild(signal);
            }
        }
        if ((flags & SETSID) != 0 && Processes.setsid() < 0
                || (flags & SETPGROUP) != 0 && Processes.setpgid(0, attributes.group) < 0
                || !schedule(flags)
                || (flags & RESETIDS) != 0 && (Processes.setgid(Processes.getgid()) < 0
                || Processes.setuid(Processes.getuid()) < 0)) {
            return -1;
        }
        if (actions != null) {
            for (Action action = actions.first; action != null; action = action.next) {
                if (perform(action) < 0) {
                    return -1;
                }
            }
        }
        Signals.setMask((flags & SETSIGMASK) != 0 ? attributes.mask : maskBefore);
        return 0;
    }

    private static boolean schedule(int flags) {
        if ((flags & (SETSCHEDULER | SETSCHEDPARAM)) == 0) {
            return true;
        }
        PARAMETER[0] = attributes.priority;
        int policy = (flags & SETSCHEDULER) != 0 ? attributes.policy
                : Syscalls.schedGetscheduler(0);
        return Errors.result(Syscalls.schedSetscheduler(0, policy, Address.of(PARAMETER))) >= 0;
    }

    /** An action that needs the number of the error pipe makes it move away. */
    private static int perform(Action action) {
        int target = action.kind == Action.DUP2 ? action.second : action.file;
        if (action.kind != Action.CHDIR && target == errorPipe) {
            int moved = Files.fcntl(errorPipe, OpenFlags.F_DUPFD_CLOEXEC, 0);
            if (moved < 0) {
                return -1;
            }
            Files.close(errorPipe);
            errorPipe = moved;
        }
        switch (action.kind) {
            case Action.CLOSE:
                Files.close(action.file);
                return 0;
            case Action.DUP2:
                return action.file == action.second
                        ? Files.fcntl(action.file, OpenFlags.F_SETFD, 0)
                        : Files.dup2(action.file, action.second);
            case Action.CHDIR:
                return Files.chdir(action.path);
            default:
                return open(action);
        }
    }

    private static int open(Action action) {
        Files.close(action.file);
        int opened = Files.open(action.path, action.second, action.mode);
        if (opened >= 0 && opened != action.file) {
            int result = Files.dup2(opened, action.file);
            Files.close(opened);
            return result;
        }
        return opened;
    }
}
