package cleave.emulator.debug.strace;

import cleave.toolchain.linux.Argument;
import cleave.toolchain.linux.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A system call between its {@code ecall} and its result. */
final class PendingCall {
    /** Registers with arguments. */
    static final int ARGUMENTS = 6;
    /** O_CREAT, and the bit of O_TMPFILE that is its own. */
    private static final int MAKES_FILE = 0x40_0040;

    private final Task task;
    private final int number;
    private final Syscall call;
    private final int[] values;
    private final int pc;
    private final int stack;
    /** What the kernel reads, read before it; null where it was not in memory yet. */
    private final String[] inputs = new String[ARGUMENTS];

    PendingCall(Task task, int number, int[] values, int pc, int stack) {
        this.task = task;
        this.number = number;
        this.call = Syscall.of(number);
        this.values = values;
        this.pc = pc;
        this.stack = stack;
    }

    Task task() {
        return task;
    }

    /** Learns what the arguments point to. */
    void readInputs(ArgumentText text) {
        for (int i = 0; call != null && i < call.arguments().size(); i++) {
            if (call.arguments().get(i).direction() == Argument.Direction.IN
                    && !isVectorOfRead(i)) {
                inputs[i] = text.pointed(call, i, values, 0).orElse(null);
            }
        }
    }

    private boolean isVectorOfRead(int index) {
        return call.arguments().get(index) == Argument.VECTORS
                && call.callName().contains("read");
    }

    /** Whether the program is now where this call leaves it. */
    boolean returnsTo(Task now, int nowPc, int nowStack) {
        boolean executes = call == Syscall.EXECVE || call == Syscall.EXECVEAT;
        if (executes && task.isSame(now, true) && nowPc != after()) {
            return true;
        }
        return task.isSame(now, false) && nowPc == after() && nowStack == stack;
    }

    /** Whether the program makes the same call again, because a signal has come in between. */
    boolean isRestarted(Task now, int nowPc, int nowStack) {
        return task.isSame(now, false) && nowPc == pc && nowStack == stack;
    }

    /** The instruction behind the call. */
    int after() {
        return pc + Integer.BYTES;
    }

    /** Calls from which no program returns. */
    boolean isFinal() {
        return call == Syscall.EXIT || call == Syscall.EXIT_GROUP || call == Syscall.RT_SIGRETURN;
    }

    boolean isOf(Task other) {
        return task.isSame(other, false);
    }

    /** {@code openat(AT_FDCWD, "/etc/passwd", O_RDONLY)}. */
    String text(ArgumentText text, int result) {
        if (call == null) {
            List<String> all = new ArrayList<>();
            for (int value : values) {
                all.add("0x" + Integer.toHexString(value));
            }
            return "syscall_" + number + "(" + String.join(", ", all) + ")";
        }
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < call.arguments().size(); i++) {
            Argument kind = call.arguments().get(i);
            if (kind == Argument.LOW || kind == Argument.HIGH) {
                // The other half follows.
                int low = kind == Argument.LOW ? values[i] : values[i + 1];
                int high = kind == Argument.LOW ? values[i + 1] : values[i];
                shown.add(Long.toString((long) high << Integer.SIZE | low & 0xffff_ffffL));
                i++;
            } else if (!isUnread(kind)) {
                shown.add(argument(text, i, result));
            }
        }
        return call.callName() + "(" + String.join(", ", shown) + ")";
    }

    /** The mode of a file that the call cannot make. */
    private boolean isUnread(Argument kind) {
        return call == Syscall.OPENAT && kind == Argument.MODE && (values[2] & MAKES_FILE) == 0;
    }

    private String argument(ArgumentText text, int index, int result) {
        if (inputs[index] != null) {
            return inputs[index];
        }
        Optional<String> pointed = text.pointed(call, index, values, result);
        return pointed.orElseGet(() -> ArgumentText.plain(call, index, values[index]));
    }

    /** Whether the result is an address. */
    boolean returnsAddress() {
        return call == Syscall.BRK || call == Syscall.MMAP2 || call == Syscall.MREMAP;
    }
}
