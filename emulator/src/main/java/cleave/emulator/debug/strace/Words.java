package cleave.emulator.debug.strace;

import cleave.toolchain.linux.Syscall;
import java.util.Map;

/** Words for numbers in arguments that only one call has. */
final class Words {
    private static final Map<Syscall, Map<Integer, Map<Integer, String>>> TABLE = Map.of(
            Syscall.WAITID, Map.of(0, Map.of(0, "P_ALL", 1, "P_PID", 2, "P_PGID", 3, "P_PIDFD")),
            Syscall.LLSEEK, Map.of(4, Map.of(0, "SEEK_SET", 1, "SEEK_CUR", 2, "SEEK_END", 3,
                    "SEEK_DATA", 4, "SEEK_HOLE")),
            Syscall.FCNTL64, Map.of(1, Map.ofEntries(Map.entry(0, "F_DUPFD"),
                    Map.entry(1, "F_GETFD"), Map.entry(2, "F_SETFD"), Map.entry(3, "F_GETFL"),
                    Map.entry(4, "F_SETFL"), Map.entry(5, "F_GETLK"), Map.entry(6, "F_SETLK"),
                    Map.entry(7, "F_SETLKW"), Map.entry(8, "F_SETOWN"),
                    Map.entry(9, "F_GETOWN"), Map.entry(12, "F_GETLK64"),
                    Map.entry(13, "F_SETLK64"), Map.entry(14, "F_SETLKW64"),
                    Map.entry(36, "F_OFD_GETLK"), Map.entry(37, "F_OFD_SETLK"),
                    Map.entry(38, "F_OFD_SETLKW"), Map.entry(1030, "F_DUPFD_CLOEXEC"),
                    Map.entry(1031, "F_SETPIPE_SZ"), Map.entry(1032, "F_GETPIPE_SZ"),
                    Map.entry(1033, "F_ADD_SEALS"), Map.entry(1034, "F_GET_SEALS"))),
            Syscall.RT_SIGPROCMASK, Map.of(0, Map.of(0, "SIG_BLOCK", 1, "SIG_UNBLOCK", 2,
                    "SIG_SETMASK")),
            Syscall.IOCTL, Map.of(1, Map.of(0x5401, "TCGETS", 0x5402, "TCSETS", 0x5403, "TCSETSW",
                    0x5404, "TCSETSF", 0x540e, "TIOCSCTTY", 0x540f, "TIOCGPGRP", 0x5410,
                    "TIOCSPGRP", 0x5413, "TIOCGWINSZ", 0x5414, "TIOCSWINSZ", 0x541b, "FIONREAD")),
            Syscall.PRLIMIT64, Map.of(1, Map.of(0, "RLIMIT_CPU", 1, "RLIMIT_FSIZE", 2,
                    "RLIMIT_DATA", 3, "RLIMIT_STACK", 4, "RLIMIT_CORE", 5, "RLIMIT_RSS", 6,
                    "RLIMIT_NPROC", 7, "RLIMIT_NOFILE", 8, "RLIMIT_MEMLOCK", 9, "RLIMIT_AS")),
            Syscall.GETRUSAGE, Map.of(0, Map.of(0, "RUSAGE_SELF", -1, "RUSAGE_CHILDREN")));
    private static final Map<Integer, String> CLOCKS = Map.of(0, "CLOCK_REALTIME", 1,
            "CLOCK_MONOTONIC", 2, "CLOCK_PROCESS_CPUTIME_ID", 3, "CLOCK_THREAD_CPUTIME_ID", 4,
            "CLOCK_MONOTONIC_RAW", 5, "CLOCK_REALTIME_COARSE", 6, "CLOCK_MONOTONIC_COARSE", 7,
            "CLOCK_BOOTTIME");

    private Words() {
    }

    /** The word for argument {@code index} of a call, or null. */
    static String of(Syscall call, int index, int value) {
        return TABLE.getOrDefault(call, Map.of()).getOrDefault(index, Map.of()).get(value);
    }

    static String clock(int number) {
        return CLOCKS.getOrDefault(number, Integer.toString(number));
    }
}
