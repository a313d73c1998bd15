package cleave.guestos.libc;

import cleave.guestos.abi.CloneFlags;
import cleave.guestos.abi.Rusage;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SyscallNumber;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Rv;

/** Processes made, named, grouped and measured; how they become other programs is {@link Exec}. */
public final class Processes {
    /** Of {@link #getrusage}. */
    public static final int RUSAGE_SELF = 0;
    public static final int RUSAGE_CHILDREN = -1;
    /** Of {@link #getpriority} and {@link #setpriority}. */
    public static final int PRIO_PROCESS = 0;
    public static final int PRIO_PGRP = 1;
    public static final int PRIO_USER = 2;

    /** What the kernel's getpriority counts from, so that no result is negative. */
    private static final int PRIORITY_BASE = 20;

    private Processes() {
    }

    /** A copy of this process: 0 in the child, the child's pid in the parent, or -1. */
    public static int fork() {
        Address none = Address.of(0);
        return Errors.result(Syscalls.clone(Signal.SIGCHLD, none, none, none, none));
    }

    /**
     * As {@link #fork}, in the parent's own memory: the parent sleeps until the child has called
     * exec or {@link Program#exitNow}, and the child may do nothing else but set variables that the
     * parent has forgotten. It must be called from a method that does not return in the child.
     */
    @Inline
    public static int vfork() {
        return Errors.result(Rv.ecall(SyscallNumber.CLONE,
                CloneFlags.CLONE_VM | CloneFlags.CLONE_VFORK | Signal.SIGCHLD, 0, 0, 0, 0));
    }

    public static int getpid() {
        return Syscalls.getpid();
    }

    public static int getppid() {
        return Syscalls.getppid();
    }

    public static int gettid() {
        return Syscalls.gettid();
    }

    // ---- groups and sessions ----

    public static int getpgrp() {
        return Syscalls.getpgid(0);
    }

    public static int getpgid(int process) {
        return Errors.result(Syscalls.getpgid(process));
    }

    public static int setpgid(int process, int group) {
        return Errors.result(Syscalls.setpgid(process, group));
    }

    public static int getsid(int process) {
        return Errors.result(Syscalls.getsid(process));
    }

    public static int setsid() {
        return Errors.result(Syscalls.setsid());
    }

    // ---- users ----

    public static int getuid() {
        return Syscalls.getuid();
    }

    public static int geteuid() {
        return Syscalls.geteuid();
    }

    public static int getgid() {
        return Syscalls.getgid();
    }

    public static int getegid() {
        return Syscalls.getegid();
    }

    public static int setuid(int user) {
        return Errors.result(Syscalls.setuid(user));
    }

    public static int setgid(int group) {
        return Errors.result(Syscalls.setgid(group));
    }

    // ---- scheduling ----

    public static int schedYield() {
        return Errors.result(Syscalls.schedYield());
    }

    /** The nice value, -20 to 19; -1 is one, too: an error has set errno, which was 0 before. */
    public static int getpriority(int which, int who) {
        int raw = Syscalls.getpriority(which, who);
        return Errors.are(raw) ? Errors.result(raw) : PRIORITY_BASE - raw;
    }

    public static int setpriority(int which, int who, int nice) {
        return Errors.result(Syscalls.setpriority(which, who, nice));
    }

    /** Adds to this process's nice value; returns the new one, or -1. */
    public static int nice(int increment) {
        int now = getpriority(PRIO_PROCESS, 0);
        if (setpriority(PRIO_PROCESS, 0, now + increment) < 0) {
            return -1;
        }
        return getpriority(PRIO_PROCESS, 0);
    }

    // ---- resources ----

    public static int getrusage(int who, Rusage usage) {
        return Errors.result(Syscalls.getrusage(who, Address.of(usage)));
    }

    public static int umask(int mask) {
        return Syscalls.umask(mask);
    }
}
