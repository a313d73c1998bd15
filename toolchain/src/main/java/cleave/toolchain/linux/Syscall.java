package cleave.toolchain.linux;

import static cleave.toolchain.linux.Argument.ADDRESS;
import static cleave.toolchain.linux.Argument.AT_FLAGS;
import static cleave.toolchain.linux.Argument.BYTES_IN;
import static cleave.toolchain.linux.Argument.BYTES_OUT;
import static cleave.toolchain.linux.Argument.CLOCK;
import static cleave.toolchain.linux.Argument.CLONE_FLAGS;
import static cleave.toolchain.linux.Argument.DIRECTORY;
import static cleave.toolchain.linux.Argument.FD;
import static cleave.toolchain.linux.Argument.HEX;
import static cleave.toolchain.linux.Argument.HIGH;
import static cleave.toolchain.linux.Argument.INT;
import static cleave.toolchain.linux.Argument.LOW;
import static cleave.toolchain.linux.Argument.MAP_FLAGS;
import static cleave.toolchain.linux.Argument.MODE;
import static cleave.toolchain.linux.Argument.OPEN_FLAGS;
import static cleave.toolchain.linux.Argument.PATH;
import static cleave.toolchain.linux.Argument.PID;
import static cleave.toolchain.linux.Argument.PROTECTION;
import static cleave.toolchain.linux.Argument.SIGNAL;
import static cleave.toolchain.linux.Argument.SIZE;
import static cleave.toolchain.linux.Argument.STRING;
import static cleave.toolchain.linux.Argument.STRINGS;
import static cleave.toolchain.linux.Argument.STRUCT;
import static cleave.toolchain.linux.Argument.STRUCT_IN;
import static cleave.toolchain.linux.Argument.STRUCT_OUT;
import static cleave.toolchain.linux.Argument.VECTORS;
import static cleave.toolchain.linux.Argument.WAIT_OPTIONS;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The system calls of Linux on 32-bit RISC-V ({@code asm-generic/unistd.h} with 64-bit time and
 * offsets, number in a7, arguments in a0 to a5, result or negated error in a0): name, number, and
 * what the arguments are. A 64-bit argument is two words, the low one first, but for
 * {@code _llseek}.
 *
 * <p>A line here is a call in the kernel's dispatch table, in traces and in the tests.
 */
public enum Syscall {
    GETCWD("getcwd", 17, BYTES_OUT, SIZE),
    EVENTFD2("eventfd2", 19, INT, HEX),
    EPOLL_CREATE1("epoll_create1", 20, HEX),
    EPOLL_CTL("epoll_ctl", 21, FD, INT, FD, STRUCT_IN),
    EPOLL_PWAIT("epoll_pwait", 22, FD, STRUCT_OUT, INT, INT, STRUCT_IN, SIZE),
    DUP("dup", 23, FD),
    DUP3("dup3", 24, FD, FD, OPEN_FLAGS),
    FCNTL64("fcntl64", 25, FD, INT, HEX),
    INOTIFY_INIT1("inotify_init1", 26, HEX),
    INOTIFY_ADD_WATCH("inotify_add_watch", 27, FD, PATH, HEX),
    INOTIFY_RM_WATCH("inotify_rm_watch", 28, FD, INT),
    IOCTL("ioctl", 29, FD, HEX, HEX),
    IOPRIO_SET("ioprio_set", 30, INT, INT, INT),
    IOPRIO_GET("ioprio_get", 31, INT, INT),
    FLOCK("flock", 32, FD, INT),
    MKNODAT("mknodat", 33, DIRECTORY, PATH, MODE, HEX),
    MKDIRAT("mkdirat", 34, DIRECTORY, PATH, MODE),
    UNLINKAT("unlinkat", 35, DIRECTORY, PATH, AT_FLAGS),
    SYMLINKAT("symlinkat", 36, PATH, DIRECTORY, PATH),
    LINKAT("linkat", 37, DIRECTORY, PATH, DIRECTORY, PATH, AT_FLAGS),
    UMOUNT2("umount2", 39, PATH, HEX),
    MOUNT("mount", 40, PATH, PATH, STRING, HEX, ADDRESS),
    PIVOT_ROOT("pivot_root", 41, PATH, PATH),
    STATFS64("statfs64", 43, PATH, SIZE, STRUCT_OUT),
    FSTATFS64("fstatfs64", 44, FD, SIZE, STRUCT_OUT),
    TRUNCATE64("truncate64", 45, PATH, LOW, HIGH),
    FTRUNCATE64("ftruncate64", 46, FD, LOW, HIGH),
    FALLOCATE("fallocate", 47, FD, HEX, LOW, HIGH, LOW, HIGH),
    FACCESSAT("faccessat", 48, DIRECTORY, PATH, INT),
    CHDIR("chdir", 49, PATH),
    FCHDIR("fchdir", 50, FD),
    CHROOT("chroot", 51, PATH),
    FCHMOD("fchmod", 52, FD, MODE),
    FCHMODAT("fchmodat", 53, DIRECTORY, PATH, MODE),
    FCHOWNAT("fchownat", 54, DIRECTORY, PATH, INT, INT, AT_FLAGS),
    FCHOWN("fchown", 55, FD, INT, INT),
    OPENAT("openat", 56, DIRECTORY, PATH, OPEN_FLAGS, MODE),
    CLOSE("close", 57, FD),
    VHANGUP("vhangup", 58),
    PIPE2("pipe2", 59, STRUCT_OUT, OPEN_FLAGS),
    GETDENTS64("getdents64", 61, FD, BYTES_OUT, SIZE),
    LLSEEK("_llseek", 62, FD, HIGH, LOW, STRUCT_OUT, INT),
    READ("read", 63, FD, BYTES_OUT, SIZE),
    WRITE("write", 64, FD, BYTES_IN, SIZE),
    READV("readv", 65, FD, VECTORS, INT),
    WRITEV("writev", 66, FD, VECTORS, INT),
    PREAD64("pread64", 67, FD, BYTES_OUT, SIZE, LOW, HIGH),
    PWRITE64("pwrite64", 68, FD, BYTES_IN, SIZE, LOW, HIGH),
    PREADV("preadv", 69, FD, VECTORS, INT, LOW, HIGH),
    PWRITEV("pwritev", 70, FD, VECTORS, INT, LOW, HIGH),
    SENDFILE64("sendfile64", 71, FD, FD, STRUCT, SIZE),
    SIGNALFD4("signalfd4", 74, FD, STRUCT_IN, SIZE, HEX),
    VMSPLICE("vmsplice", 75, FD, VECTORS, INT, HEX),
    SPLICE("splice", 76, FD, STRUCT, FD, STRUCT, SIZE, HEX),
    TEE("tee", 77, FD, FD, SIZE, HEX),
    READLINKAT("readlinkat", 78, DIRECTORY, PATH, BYTES_OUT, SIZE),
    SYNC("sync", 81),
    FSYNC("fsync", 82, FD),
    FDATASYNC("fdatasync", 83, FD),
    SYNC_FILE_RANGE("sync_file_range", 84, FD, LOW, HIGH, LOW, HIGH, HEX),
    TIMERFD_CREATE("timerfd_create", 85, CLOCK, HEX),
    ACCT("acct", 89, PATH),
    CAPGET("capget", 90, STRUCT, STRUCT_OUT),
    CAPSET("capset", 91, STRUCT_IN, STRUCT_IN),
    PERSONALITY("personality", 92, HEX),
    EXIT("exit", 93, INT),
    EXIT_GROUP("exit_group", 94, INT),
    WAITID("waitid", 95, INT, PID, STRUCT_OUT, WAIT_OPTIONS, STRUCT_OUT),
    SET_TID_ADDRESS("set_tid_address", 96, ADDRESS),
    UNSHARE("unshare", 97, CLONE_FLAGS),
    SET_ROBUST_LIST("set_robust_list", 99, ADDRESS, SIZE),
    GET_ROBUST_LIST("get_robust_list", 100, PID, STRUCT_OUT, STRUCT_OUT),
    GETITIMER("getitimer", 102, INT, STRUCT_OUT),
    SETITIMER("setitimer", 103, INT, STRUCT_IN, STRUCT_OUT),
    TIMER_CREATE("timer_create", 107, CLOCK, STRUCT_IN, STRUCT_OUT),
    TIMER_GETOVERRUN("timer_getoverrun", 109, INT),
    TIMER_DELETE("timer_delete", 111, INT),
    SYSLOG("syslog", 116, INT, BYTES_OUT, SIZE),
    PTRACE("ptrace", 117, INT, PID, ADDRESS, ADDRESS),
    SCHED_SETPARAM("sched_setparam", 118, PID, STRUCT_IN),
    SCHED_SETSCHEDULER("sched_setscheduler", 119, PID, INT, STRUCT_IN),
    SCHED_GETSCHEDULER("sched_getscheduler", 120, PID),
    SCHED_GETPARAM("sched_getparam", 121, PID, STRUCT_OUT),
    SCHED_SETAFFINITY("sched_setaffinity", 122, PID, SIZE, STRUCT_IN),
    SCHED_GETAFFINITY("sched_getaffinity", 123, PID, SIZE, STRUCT_OUT),
    SCHED_YIELD("sched_yield", 124),
    SCHED_GET_PRIORITY_MAX("sched_get_priority_max", 125, INT),
    SCHED_GET_PRIORITY_MIN("sched_get_priority_min", 126, INT),
    RESTART_SYSCALL("restart_syscall", 128),
    KILL("kill", 129, PID, SIGNAL),
    TKILL("tkill", 130, PID, SIGNAL),
    TGKILL("tgkill", 131, PID, PID, SIGNAL),
    SIGALTSTACK("sigaltstack", 132, STRUCT_IN, STRUCT_OUT),
    RT_SIGSUSPEND("rt_sigsuspend", 133, STRUCT_IN, SIZE),
    RT_SIGACTION("rt_sigaction", 134, SIGNAL, STRUCT_IN, STRUCT_OUT, SIZE),
    RT_SIGPROCMASK("rt_sigprocmask", 135, INT, STRUCT_IN, STRUCT_OUT, SIZE),
    RT_SIGPENDING("rt_sigpending", 136, STRUCT_OUT, SIZE),
    RT_SIGQUEUEINFO("rt_sigqueueinfo", 138, PID, SIGNAL, STRUCT_IN),
    RT_SIGRETURN("rt_sigreturn", 139),
    SETPRIORITY("setpriority", 140, INT, PID, INT),
    GETPRIORITY("getpriority", 141, INT, PID),
    REBOOT("reboot", 142, HEX, HEX, HEX, ADDRESS),
    SETREGID("setregid", 143, INT, INT),
    SETGID("setgid", 144, INT),
    SETREUID("setreuid", 145, INT, INT),
    SETUID("setuid", 146, INT),
    SETRESUID("setresuid", 147, INT, INT, INT),
    GETRESUID("getresuid", 148, STRUCT_OUT, STRUCT_OUT, STRUCT_OUT),
    SETRESGID("setresgid", 149, INT, INT, INT),
    GETRESGID("getresgid", 150, STRUCT_OUT, STRUCT_OUT, STRUCT_OUT),
    SETFSUID("setfsuid", 151, INT),
    SETFSGID("setfsgid", 152, INT),
    TIMES("times", 153, STRUCT_OUT),
    SETPGID("setpgid", 154, PID, PID),
    GETPGID("getpgid", 155, PID),
    GETSID("getsid", 156, PID),
    SETSID("setsid", 157),
    GETGROUPS("getgroups", 158, INT, STRUCT_OUT),
    SETGROUPS("setgroups", 159, INT, STRUCT_IN),
    UNAME("uname", 160, STRUCT_OUT),
    SETHOSTNAME("sethostname", 161, BYTES_IN, SIZE),
    SETDOMAINNAME("setdomainname", 162, BYTES_IN, SIZE),
    GETRUSAGE("getrusage", 165, INT, STRUCT_OUT),
    UMASK("umask", 166, MODE),
    PRCTL("prctl", 167, INT, HEX, HEX, HEX, HEX),
    GETCPU("getcpu", 168, STRUCT_OUT, STRUCT_OUT, ADDRESS),
    GETPID("getpid", 172),
    GETPPID("getppid", 173),
    GETUID("getuid", 174),
    GETEUID("geteuid", 175),
    GETGID("getgid", 176),
    GETEGID("getegid", 177),
    GETTID("gettid", 178),
    SYSINFO("sysinfo", 179, STRUCT_OUT),
    MQ_OPEN("mq_open", 180, STRING, OPEN_FLAGS, MODE, STRUCT_IN),
    MSGGET("msgget", 186, INT, HEX),
    SEMGET("semget", 190, INT, INT, HEX),
    SHMGET("shmget", 194, INT, SIZE, HEX),
    SOCKET("socket", 198, INT, INT, INT),
    SOCKETPAIR("socketpair", 199, INT, INT, INT, STRUCT_OUT),
    BIND("bind", 200, FD, STRUCT_IN, SIZE),
    LISTEN("listen", 201, FD, INT),
    ACCEPT("accept", 202, FD, STRUCT_OUT, STRUCT),
    CONNECT("connect", 203, FD, STRUCT_IN, SIZE),
    GETSOCKNAME("getsockname", 204, FD, STRUCT_OUT, STRUCT),
    GETPEERNAME("getpeername", 205, FD, STRUCT_OUT, STRUCT),
    SENDTO("sendto", 206, FD, BYTES_IN, SIZE, HEX, STRUCT_IN, SIZE),
    RECVFROM("recvfrom", 207, FD, BYTES_OUT, SIZE, HEX, STRUCT_OUT, STRUCT),
    SETSOCKOPT("setsockopt", 208, FD, INT, INT, BYTES_IN, SIZE),
    GETSOCKOPT("getsockopt", 209, FD, INT, INT, STRUCT_OUT, STRUCT),
    SHUTDOWN("shutdown", 210, FD, INT),
    SENDMSG("sendmsg", 211, FD, STRUCT_IN, HEX),
    RECVMSG("recvmsg", 212, FD, STRUCT, HEX),
    READAHEAD("readahead", 213, FD, LOW, HIGH, SIZE),
    BRK("brk", 214, ADDRESS),
    MUNMAP("munmap", 215, ADDRESS, SIZE),
    MREMAP("mremap", 216, ADDRESS, SIZE, SIZE, HEX, ADDRESS),
    CLONE("clone", 220, CLONE_FLAGS, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
    EXECVE("execve", 221, PATH, STRINGS, STRINGS),
    MMAP2("mmap2", 222, ADDRESS, SIZE, PROTECTION, MAP_FLAGS, FD, HEX),
    FADVISE64_64("fadvise64_64", 223, FD, INT, LOW, HIGH, LOW, HIGH),
    MPROTECT("mprotect", 226, ADDRESS, SIZE, PROTECTION),
    MSYNC("msync", 227, ADDRESS, SIZE, HEX),
    MLOCK("mlock", 228, ADDRESS, SIZE),
    MUNLOCK("munlock", 229, ADDRESS, SIZE),
    MLOCKALL("mlockall", 230, HEX),
    MUNLOCKALL("munlockall", 231),
    MINCORE("mincore", 232, ADDRESS, SIZE, STRUCT_OUT),
    MADVISE("madvise", 233, ADDRESS, SIZE, INT),
    ACCEPT4("accept4", 242, FD, STRUCT_OUT, STRUCT, HEX),
    PRLIMIT64("prlimit64", 261, PID, INT, STRUCT_IN, STRUCT_OUT),
    SYNCFS("syncfs", 267, FD),
    SCHED_SETATTR("sched_setattr", 274, PID, STRUCT_IN, HEX),
    SCHED_GETATTR("sched_getattr", 275, PID, STRUCT_OUT, SIZE, HEX),
    RENAMEAT2("renameat2", 276, DIRECTORY, PATH, DIRECTORY, PATH, HEX),
    SECCOMP("seccomp", 277, INT, HEX, ADDRESS),
    GETRANDOM("getrandom", 278, BYTES_OUT, SIZE, HEX),
    MEMFD_CREATE("memfd_create", 279, STRING, HEX),
    EXECVEAT("execveat", 281, DIRECTORY, PATH, STRINGS, STRINGS, AT_FLAGS),
    MEMBARRIER("membarrier", 283, INT, HEX, INT),
    MLOCK2("mlock2", 284, ADDRESS, SIZE, HEX),
    COPY_FILE_RANGE("copy_file_range", 285, FD, STRUCT, FD, STRUCT, SIZE, HEX),
    PREADV2("preadv2", 286, FD, VECTORS, INT, LOW, HIGH, HEX),
    PWRITEV2("pwritev2", 287, FD, VECTORS, INT, LOW, HIGH, HEX),
    STATX("statx", 291, DIRECTORY, PATH, AT_FLAGS, HEX, STRUCT_OUT),
    RSEQ("rseq", 293, ADDRESS, SIZE, HEX, HEX),
    CLOCK_GETTIME64("clock_gettime64", 403, CLOCK, STRUCT_OUT),
    CLOCK_SETTIME64("clock_settime64", 404, CLOCK, STRUCT_IN),
    CLOCK_ADJTIME64("clock_adjtime64", 405, CLOCK, STRUCT),
    CLOCK_GETRES_TIME64("clock_getres_time64", 406, CLOCK, STRUCT_OUT),
    CLOCK_NANOSLEEP_TIME64("clock_nanosleep_time64", 407, CLOCK, HEX, STRUCT_IN, STRUCT_OUT),
    TIMER_GETTIME64("timer_gettime64", 408, INT, STRUCT_OUT),
    TIMER_SETTIME64("timer_settime64", 409, INT, HEX, STRUCT_IN, STRUCT_OUT),
    TIMERFD_GETTIME64("timerfd_gettime64", 410, FD, STRUCT_OUT),
    TIMERFD_SETTIME64("timerfd_settime64", 411, FD, HEX, STRUCT_IN, STRUCT_OUT),
    UTIMENSAT_TIME64("utimensat_time64", 412, DIRECTORY, PATH, STRUCT_IN, AT_FLAGS),
    PSELECT6_TIME64("pselect6_time64", 413, INT, STRUCT, STRUCT, STRUCT, STRUCT, STRUCT_IN),
    PPOLL_TIME64("ppoll_time64", 414, STRUCT, SIZE, STRUCT, STRUCT_IN, SIZE),
    IO_PGETEVENTS_TIME64("io_pgetevents_time64", 416, HEX, INT, INT, STRUCT_OUT, STRUCT_IN,
            STRUCT_IN),
    RT_SIGTIMEDWAIT_TIME64("rt_sigtimedwait_time64", 421, STRUCT_IN, STRUCT_OUT, STRUCT_IN, SIZE),
    FUTEX_TIME64("futex_time64", 422, ADDRESS, INT, HEX, STRUCT_IN, ADDRESS, HEX),
    SCHED_RR_GET_INTERVAL_TIME64("sched_rr_get_interval_time64", 423, PID, STRUCT_OUT),
    PIDFD_SEND_SIGNAL("pidfd_send_signal", 424, FD, SIGNAL, STRUCT_IN, HEX),
    PIDFD_OPEN("pidfd_open", 434, PID, HEX),
    CLONE3("clone3", 435, STRUCT_IN, SIZE),
    CLOSE_RANGE("close_range", 436, FD, FD, HEX),
    OPENAT2("openat2", 437, DIRECTORY, PATH, STRUCT_IN, SIZE),
    PIDFD_GETFD("pidfd_getfd", 438, FD, FD, HEX),
    FACCESSAT2("faccessat2", 439, DIRECTORY, PATH, INT, AT_FLAGS),
    EPOLL_PWAIT2("epoll_pwait2", 441, FD, STRUCT_OUT, INT, STRUCT_IN, STRUCT_IN, SIZE),
    FCHMODAT2("fchmodat2", 452, DIRECTORY, PATH, MODE, AT_FLAGS);

    private static final Map<Integer, Syscall> BY_NUMBER = byNumber();

    private final String callName;
    private final int number;
    private final List<Argument> arguments;

    Syscall(String callName, int number, Argument... arguments) {
        this.callName = callName;
        this.number = number;
        this.arguments = List.of(arguments);
    }

    private static Map<Integer, Syscall> byNumber() {
        Map<Integer, Syscall> map = new HashMap<>();
        for (Syscall call : values()) {
            if (map.put(call.number, call) != null) {
                throw new IllegalStateException("two system calls have number " + call.number);
            }
        }
        return map;
    }

    /** The name in the kernel: {@code clock_gettime64}. */
    public String callName() {
        return callName;
    }

    /** What a7 has. */
    public int number() {
        return number;
    }

    /** From a0 on. */
    public List<Argument> arguments() {
        return arguments;
    }

    /** The call of that number; null if there is none. */
    public static Syscall of(int number) {
        return BY_NUMBER.get(number);
    }

    /** One more than the greatest number. */
    public static int limit() {
        return values()[values().length - 1].number + 1;
    }
}
