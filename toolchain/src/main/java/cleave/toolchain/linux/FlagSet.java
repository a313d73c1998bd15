package cleave.toolchain.linux;

import java.util.ArrayList;
import java.util.List;

/** The words for bits in arguments of system calls, as Linux's headers have them for riscv32. */
public enum FlagSet {
    OPEN(3, "O_RDONLY O_WRONLY O_RDWR O_ACCMODE", "O_TMPFILE 0x410000", "O_SYNC 0x101000",
            "O_CREAT 0x40", "O_EXCL 0x80", "O_NOCTTY 0x100", "O_TRUNC 0x200", "O_APPEND 0x400",
            "O_NONBLOCK 0x800", "O_DSYNC 0x1000", "O_ASYNC 0x2000", "O_DIRECT 0x4000",
            "O_LARGEFILE 0x8000", "O_DIRECTORY 0x10000", "O_NOFOLLOW 0x20000",
            "O_NOATIME 0x40000", "O_CLOEXEC 0x80000", "O_PATH 0x200000"),
    AT(0, "", "AT_SYMLINK_NOFOLLOW 0x100", "AT_EACCESS 0x200", "AT_SYMLINK_FOLLOW 0x400",
            "AT_NO_AUTOMOUNT 0x800", "AT_EMPTY_PATH 0x1000"),
    UNLINK(0, "", "AT_REMOVEDIR 0x200"),
    PROTECTION(0, "PROT_NONE", "PROT_READ 1", "PROT_WRITE 2", "PROT_EXEC 4"),
    MAP(3, "0 MAP_SHARED MAP_PRIVATE MAP_SHARED_VALIDATE", "MAP_FIXED 0x10",
            "MAP_ANONYMOUS 0x20", "MAP_GROWSDOWN 0x100", "MAP_NORESERVE 0x4000",
            "MAP_POPULATE 0x8000", "MAP_STACK 0x20000", "MAP_FIXED_NOREPLACE 0x100000"),
    /** Without the signal in the low byte. */
    CLONE(0, "", "CLONE_VM 0x100", "CLONE_FS 0x200", "CLONE_FILES 0x400", "CLONE_SIGHAND 0x800",
            "CLONE_PIDFD 0x1000", "CLONE_PTRACE 0x2000", "CLONE_VFORK 0x4000",
            "CLONE_PARENT 0x8000", "CLONE_THREAD 0x10000", "CLONE_NEWNS 0x20000",
            "CLONE_SYSVSEM 0x40000", "CLONE_SETTLS 0x80000", "CLONE_PARENT_SETTID 0x100000",
            "CLONE_CHILD_CLEARTID 0x200000", "CLONE_DETACHED 0x400000",
            "CLONE_UNTRACED 0x800000", "CLONE_CHILD_SETTID 0x1000000", "CLONE_IO 0x80000000"),
    WAIT(0, "", "WNOHANG 1", "WSTOPPED 2", "WEXITED 4", "WCONTINUED 8", "WNOWAIT 0x1000000"),
    ACTION(0, "", "SA_NOCLDSTOP 1", "SA_NOCLDWAIT 2", "SA_SIGINFO 4", "SA_ONSTACK 0x8000000",
            "SA_RESTART 0x10000000", "SA_NODEFER 0x40000000", "SA_RESETHAND 0x80000000");

    /** One word for one or more bits. */
    private record Flag(String word, int bits) {
    }

    private final int choice;
    private final String[] choices;
    private final List<Flag> flags = new ArrayList<>();

    /**
     * @param choice the low bits that are a number, whose words are in {@code choices}
     * @param flags a word and its bits; wider ones before those that they include
     */
    FlagSet(int choice, String choices, String... flags) {
        this.choice = choice;
        this.choices = choices.split(" ");
        for (String flag : flags) {
            String[] parts = flag.split(" ");
            this.flags.add(new Flag(parts[0], Long.decode(parts[1]).intValue()));
        }
    }

    /** {@code O_WRONLY|O_CREAT}; bits without a word come last, as a number; 0 for nothing. */
    public String text(int value) {
        List<String> words = new ArrayList<>();
        int rest = value & ~choice;
        if (choice != 0) {
            words.add(choices[value & choice]);
        }
        for (Flag flag : flags) {
            if ((rest & flag.bits) == flag.bits) {
                words.add(flag.word);
                rest &= ~flag.bits;
            }
        }
        if (rest != 0) {
            words.add("0x" + Integer.toHexString(rest));
        }
        return !words.isEmpty() ? String.join("|", words) : choices[0].isEmpty() ? "0" : choices[0];
    }
}
