package cleave.emulator.debug.strace;

import cleave.toolchain.linux.FlagSet;
import cleave.toolchain.linux.SignalName;
import cleave.toolchain.linux.Syscall;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The structs that are shown by their fields (Linux, riscv32); all others are addresses. */
final class Structs {
    private static final int SIGCHLD = 17;
    private static final int STATX_MODE = 28;
    private static final int STATX_SIZE = 40;
    private static final String[] CHILD_CODES = {"0", "CLD_EXITED", "CLD_KILLED", "CLD_DUMPED",
        "CLD_TRAPPED", "CLD_STOPPED", "CLD_CONTINUED"};

    private final Memory memory;

    Structs(Memory memory) {
        this.memory = memory;
    }

    /** Empty when the struct has no fields here, or cannot be read. */
    Optional<String> text(Syscall call, int index, int address) {
        return switch (call) {
            case PIPE2, SOCKETPAIR -> pair(address);
            case CLOCK_GETTIME64, CLOCK_SETTIME64, CLOCK_GETRES_TIME64, CLOCK_NANOSLEEP_TIME64 ->
                    time(address);
            case PPOLL_TIME64 -> index == 2 ? time(address) : index == 3 ? mask(address)
                    : Optional.empty();
            case RT_SIGPROCMASK, RT_SIGPENDING, RT_SIGSUSPEND -> mask(address);
            case RT_SIGTIMEDWAIT_TIME64 -> index == 0 ? mask(address) : index == 2 ? time(address)
                    : Optional.empty();
            case RT_SIGACTION -> action(address);
            case WAITID -> index == 2 ? child(address) : Optional.empty();
            case STATX -> status(address);
            default -> Optional.empty();
        };
    }

    private Optional<String> pair(int address) {
        OptionalInt first = memory.word(address);
        OptionalInt second = memory.word(address + 4);
        return first.isEmpty() || second.isEmpty() ? Optional.empty()
                : Optional.of("[" + first.getAsInt() + ", " + second.getAsInt() + "]");
    }

    private Optional<String> time(int address) {
        OptionalLong seconds = memory.doubleWord(address);
        OptionalInt nanoseconds = memory.word(address + 8);
        return seconds.isEmpty() || nanoseconds.isEmpty() ? Optional.empty()
                : Optional.of("{tv_sec=" + seconds.getAsLong() + ", tv_nsec="
                        + nanoseconds.getAsInt() + "}");
    }

    private Optional<String> mask(int address) {
        OptionalLong mask = memory.doubleWord(address);
        return mask.isEmpty() ? Optional.empty()
                : Optional.of(SignalName.ofMask(mask.getAsLong()));
    }

    private Optional<String> action(int address) {
        OptionalInt handler = memory.word(address);
        OptionalInt flags = memory.word(address + 4);
        Optional<String> mask = mask(address + 8);
        if (handler.isEmpty() || flags.isEmpty() || mask.isEmpty()) {
            return Optional.empty();
        }
        String name = switch (handler.getAsInt()) {
            case 0 -> "SIG_DFL";
            case 1 -> "SIG_IGN";
            default -> "0x" + Integer.toHexString(handler.getAsInt());
        };
        return Optional.of("{sa_handler=" + name + ", sa_mask=" + mask.get() + ", sa_flags="
                + FlagSet.ACTION.text(flags.getAsInt()) + "}");
    }

    private Optional<String> child(int address) {
        OptionalInt signal = memory.word(address);
        OptionalInt code = memory.word(address + 8);
        OptionalInt pid = memory.word(address + 12);
        OptionalInt status = memory.word(address + 20);
        if (signal.isEmpty() || code.isEmpty() || pid.isEmpty() || status.isEmpty()
                || code.getAsInt() < 0 || code.getAsInt() >= CHILD_CODES.length) {
            return Optional.empty();
        }
        if (signal.getAsInt() != SIGCHLD) {
            return Optional.of("{}");
        }
        String how = code.getAsInt() == 1 ? Integer.toString(status.getAsInt())
                : SignalName.of(status.getAsInt());
        return Optional.of("{si_signo=SIGCHLD, si_code=" + CHILD_CODES[code.getAsInt()]
                + ", si_pid=" + pid.getAsInt() + ", si_status=" + how + "}");
    }

    private Optional<String> status(int address) {
        OptionalInt mode = memory.word(address + STATX_MODE);
        OptionalLong size = memory.doubleWord(address + STATX_SIZE);
        return mode.isEmpty() || size.isEmpty() ? Optional.empty()
                : Optional.of(String.format("{stx_mode=0%o, stx_size=%d, ...}",
                        mode.getAsInt() & 0xffff, size.getAsLong()));
    }
}
