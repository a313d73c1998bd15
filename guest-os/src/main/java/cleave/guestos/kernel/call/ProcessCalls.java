package cleave.guestos.kernel.call;

import cleave.guestos.abi.CloneFlags;
import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.kernel.exec.Exec;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Exit;
import cleave.guestos.kernel.process.Fork;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.ProcessHandle;
import cleave.guestos.kernel.process.Wait;
import cleave.magic.Address;
import cleave.magic.EntryPoint;
import cleave.magic.Struct;

/** How processes begin, become other programs, end and are waited for. */
final class ProcessCalls {
    private static final int SIGNAL_MASK = 0xff;
    /** Of {@code struct clone_args}: words of 64 bits. */
    private static final int CLONE_ARGUMENTS_MIN = 64;
    private static final int CLONE_ARGUMENTS_MAX = 88;
    /** {@code CLONE_CLEAR_SIGHAND}, in the upper word of the flags. */
    private static final int CLEAR_HANDLERS = 1;

    /** Taken by one call at a time: nothing sleeps while it is being filled. */
    private static final Fork.Request REQUEST = new Fork.Request();
    private static final int[] CLONE_WORDS = new int[CLONE_ARGUMENTS_MAX / Integer.BYTES];
    private static final int[] INFO = new int[6];

    private ProcessCalls() {
    }

    @EntryPoint("sys_clone")
    static int clone(int flags, int stack, int parentTid, int threadPointer, int childTid) {
        // The child's descriptor has the place of its number.
        boolean handle = (flags & CloneFlags.CLONE_PIDFD) != 0;
        if (handle && (flags & (CloneFlags.CLONE_PARENT_SETTID | CloneFlags.CLONE_DETACHED)) != 0
                || (flags & SIGNAL_MASK) > Signal.MAX) {
            return -Errno.EINVAL;
        }
        return handle
                ? forkWithHandle(flags & ~SIGNAL_MASK, flags & SIGNAL_MASK, stack, threadPointer,
                        0, childTid, parentTid, false)
                : fork(REQUEST, flags & ~SIGNAL_MASK, flags & SIGNAL_MASK, stack, threadPointer,
                        parentTid, childTid, false);
    }

    /** Storing the descriptor may sleep: this request is for this call alone. */
    private static int forkWithHandle(int flags, int signal, int stack, int threadPointer,
            int parentTid, int childTid, int handleAddress, boolean clearHandlers) {
        Fork.Request request = new Fork.Request();
        if (request == null) {
            return -Errno.ENOMEM;
        }
        request.handleAddress = handleAddress;
        int result = fork(request, flags, signal, stack, threadPointer, parentTid, childTid,
                clearHandlers);
        Heap.free(request, Struct.sizeOf(Fork.Request.class));
        return result;
    }

    private static int fork(Fork.Request request, int flags, int signal, int stack,
            int threadPointer, int parentTid, int childTid, boolean clearHandlers) {
        request.clearHandlers = clearHandlers;
        request.flags = flags;
        request.exitSignal = signal;
        request.stack = stack;
        request.threadPointer = threadPointer;
        request.parentTid = parentTid;
        request.childTid = childTid;
        return Fork.clone(request);
    }

    @EntryPoint("sys_clone3")
    static int clone3(int arguments, int size) {
        if (Integer.compareUnsigned(size, 4096) > 0) {
            return -Errno.E2BIG;
        }
        if (Integer.compareUnsigned(size, CLONE_ARGUMENTS_MIN) < 0) {
            return -Errno.EINVAL;
        }
        int[] words = CLONE_WORDS;
        for (int i = 0; i < words.length; i++) {
            words[i] = 0;
        }
        int known = Math.min(size, CLONE_ARGUMENTS_MAX);
        for (int i = known; i < size; i += Integer.BYTES) {
            if (UserMemory.readInt(arguments + i) < 0) {
                return -Errno.EFAULT;
            }
            if (UserMemory.word() != 0) {
                return -Errno.E2BIG;
            }
        }
        int result = UserMemory.copyIn(Address.of(words), arguments, known);
        if (result == 0) {
            result = UserMemory.copyIn(Address.of(words), arguments, known);
        }
        if (result < 0) {
            return result;
        }
        // flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, ...
        int stack = words[10];
        int stackBytes = words[12];
        boolean handle = (words[0] & CloneFlags.CLONE_PIDFD) != 0;
        boolean beyond = (words[1] & ~CLEAR_HANDLERS) != 0 || words[9] != 0 || words[18] != 0
                || words[20] != 0
                || handle && (words[0] & CloneFlags.CLONE_PARENT_SETTID) != 0
                && words[2] == words[6];
        if (beyond || (words[0] & (SIGNAL_MASK | CloneFlags.CLONE_DETACHED)) != 0
                || Integer.compareUnsigned(words[8], Signal.MAX) > 0
                || words[1] != 0 && (words[0] & CloneFlags.CLONE_SIGHAND) != 0
                || words[8] != 0
                && (words[0] & (CloneFlags.CLONE_THREAD | CloneFlags.CLONE_PARENT)) != 0
                || (stack == 0) != (stackBytes == 0)) {
            return -Errno.EINVAL;
        }
        boolean clear = words[1] != 0;
        return handle
                ? forkWithHandle(words[0], words[8], stack + stackBytes, words[14], words[6],
                        words[4], words[2], clear)
                : fork(REQUEST, words[0], words[8], stack + stackBytes, words[14], words[6],
                        words[4], clear);
    }

    @EntryPoint("sys_execve")
    static int execute(int path, int arguments, int environment) {
        return Exec.execute(path, arguments, environment);
    }

    @EntryPoint("sys_exit")
    static int exit(int code) {
        Exit.thread(code);
        return 0;
    }

    @EntryPoint("sys_exit_group")
    static int exitGroup(int code) {
        Exit.withCode(code);
        return 0;
    }

    @EntryPoint("sys_waitid")
    static int waitFor(int type, int id, int info, int options, int usage) {
        int result = Wait.check(options);
        if (result < 0) {
            return result;
        }
        int number = id;
        int kind = type;
        boolean impatient = false;
        switch (type) {
            case WaitOptions.P_ALL -> { }
            case WaitOptions.P_PID -> {
                if (id <= 0) {
                    return -Errno.EINVAL;
                }
            }
            case WaitOptions.P_PGID -> {
                if (id < 0) {
                    return -Errno.EINVAL;
                }
                number = id == 0 ? Process.current().leader.group : id;
            }
            case WaitOptions.P_PIDFD -> {
                if (id < 0) {
                    return -Errno.EINVAL;
                }
                OpenFile handle = HandleCalls.file(id);
                if (handle == null) {
                    return -Errno.EBADF;
                }
                kind = WaitOptions.P_PID;
                number = ProcessHandle.number(handle);
                impatient = handle.isNonBlocking();
            }
            default -> {
                return -Errno.EINVAL;
            }
        }
        Wait.News news = new Wait.News();
        if (news == null) {
            return -Errno.ENOMEM;
        }
        result = Wait.wait(kind, number, impatient ? options | WaitOptions.WNOHANG : options,
                news);
        if (result == 0) {
            result = impatient && (options & WaitOptions.WNOHANG) == 0 && news.pid == 0
                    ? -Errno.EAGAIN : tell(news, info, usage);
        }
        Heap.free(news, Struct.sizeOf(Wait.News.class));
        return result;
    }

    private static int tell(Wait.News news, int info, int usage) {
        int result = 0;
        if (usage != 0 && news.pid != 0) {
            result = UsageCalls.write(news.usage, usage);
        }
        if (info != 0) {
            int[] words = INFO;
            words[0] = news.pid == 0 ? 0 : Signal.SIGCHLD;
            words[1] = 0;
            words[2] = news.cause;
            words[3] = news.pid;
            words[4] = news.uid;
            words[5] = news.status;
            int copied = UserMemory.copyOut(info, Address.of(words), 6 * Integer.BYTES);
            result = result < 0 ? result : copied;
        }
        return result;
    }

    @EntryPoint("sys_set_tid_address")
    static int setTidAddress(int address) {
        Process self = Process.current();
        self.clearAtExit = address;
        return self.tid;
    }
}
