package cleave.emulator.debug.strace;

import cleave.toolchain.linux.Argument;
import cleave.toolchain.linux.ErrorName;
import cleave.toolchain.linux.FlagSet;
import cleave.toolchain.linux.SignalName;
import cleave.toolchain.linux.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes arguments as strace does: strings of at most 32 bytes, lists of at most 32 elements. */
final class ArgumentText {
    private static final int BYTES_SHOWN = 32;
    private static final int ELEMENTS_SHOWN = 32;
    private static final int PATH_MOST = 4096;
    private static final int CURRENT_DIRECTORY = -100;
    /** Of execve and execveat: strace counts the variables of an environment. */
    private static final String ENVIRONMENT = " /* %d vars */";

    private final Memory memory;
    private final Structs structs;

    ArgumentText(Memory memory) {
        this.memory = memory;
        this.structs = new Structs(memory);
    }

    /**
     * What the memory says that an argument points to.
     *
     * @param values of all arguments
     * @param result of the call; what the kernel has read only does not depend on it
     * @return empty when it points to nothing that can be shown
     */
    Optional<String> pointed(Syscall call, int index, int[] values, int result) {
        int address = values[index];
        if (address == 0) {
            return Optional.empty();
        }
        return switch (call.arguments().get(index)) {
            case PATH, STRING -> memory.string(address, PATH_MOST)
                    .map(text -> quoted(text, text.length()));
            case STRINGS -> strings(address, isEnvironment(call, index));
            case BYTES_IN -> bytes(address, values[index + 1]);
            case BYTES_OUT -> call == Syscall.GETDENTS64 || result < 0 ? Optional.empty()
                    : bytes(address, result);
            case VECTORS -> vectors(address, values[index + 1],
                    isWrite(call) ? Integer.MAX_VALUE : Math.max(0, result));
            case STRUCT_IN -> structs.text(call, index, address);
            case STRUCT, STRUCT_OUT -> ErrorName.isError(result) ? Optional.empty()
                    : structs.text(call, index, address);
            default -> Optional.empty();
        };
    }

    private static boolean isWrite(Syscall call) {
        return call == Syscall.WRITEV || call == Syscall.PWRITEV || call == Syscall.PWRITEV2;
    }

    private static boolean isEnvironment(Syscall call, int index) {
        return call.arguments().get(index - 1) == Argument.STRINGS;
    }

    /** An argument that is no pointer, or one that points to nothing known. */
    static String plain(Syscall call, int index, int value) {
        String word = Words.of(call, index, value);
        if (word != null) {
            return word;
        }
        return switch (call.arguments().get(index)) {
            case INT, PID, FD -> Integer.toString(value);
            case SIZE -> Integer.toUnsignedString(value);
            case DIRECTORY -> value == CURRENT_DIRECTORY ? "AT_FDCWD" : Integer.toString(value);
            case SIGNAL -> SignalName.of(value);
            case MODE -> String.format("%#o", value);
            case OPEN_FLAGS -> call == Syscall.DUP3 || call == Syscall.PIPE2
                    ? FlagSet.OPEN.text(value).replaceFirst("^O_RDONLY\\|?", "")
                            .replaceFirst("^$", "0") : FlagSet.OPEN.text(value);
            case AT_FLAGS -> (call == Syscall.UNLINKAT ? FlagSet.UNLINK : FlagSet.AT).text(value);
            case PROTECTION -> FlagSet.PROTECTION.text(value);
            case MAP_FLAGS -> FlagSet.MAP.text(value);
            case CLONE_FLAGS -> clone(value);
            case WAIT_OPTIONS -> FlagSet.WAIT.text(value);
            case CLOCK -> Words.clock(value);
            case HEX -> value == 0 ? "0" : "0x" + Integer.toHexString(value);
            default -> value == 0 ? "NULL" : "0x" + Integer.toHexString(value);
        };
    }

    private static String clone(int value) {
        String flags = FlagSet.CLONE.text(value & ~0xff);
        String signal = SignalName.of(value & 0xff);
        return (value & 0xff) == 0 ? flags : flags.equals("0") ? signal : flags + "|" + signal;
    }

    private Optional<String> bytes(int address, int length) {
        byte[] shown = memory.bytes(address, Math.max(0, Math.min(length, BYTES_SHOWN)));
        return shown.length == 0 && length > 0 ? Optional.empty()
                : Optional.of(quoted(Memory.latin(shown), length));
    }

    private Optional<String> strings(int address, boolean counted) {
        List<String> texts = new ArrayList<>();
        for (int at = address;; at += Integer.BYTES) {
            OptionalInt pointer = memory.word(at);
            if (pointer.isEmpty()) {
                return Optional.empty();
            }
            if (pointer.getAsInt() == 0 || !counted && texts.size() == ELEMENTS_SHOWN
                    || texts.size() == PATH_MOST) {
                break;
            }
            texts.add(counted ? "" : memory.string(pointer.getAsInt(), PATH_MOST)
                    .map(text -> quoted(text, text.length()))
                    .orElse("0x" + Integer.toHexString(pointer.getAsInt())));
        }
        return Optional.of(counted
                ? "0x" + Integer.toHexString(address) + String.format(ENVIRONMENT, texts.size())
                : "[" + String.join(", ", texts) + "]");
    }

    private Optional<String> vectors(int address, int count, int length) {
        List<String> texts = new ArrayList<>();
        int left = length;
        for (int i = 0; i < Math.min(count, ELEMENTS_SHOWN); i++) {
            OptionalInt base = memory.word(address + 8 * i);
            OptionalInt size = memory.word(address + 8 * i + 4);
            if (base.isEmpty() || size.isEmpty()) {
                return Optional.empty();
            }
            int shown = Math.max(0, Math.min(left, size.getAsInt()));
            left -= shown;
            texts.add("{iov_base=" + bytes(base.getAsInt(), shown).orElse("0x"
                    + Integer.toHexString(base.getAsInt())) + ", iov_len="
                    + Integer.toUnsignedString(size.getAsInt()) + "}");
        }
        return Optional.of("[" + String.join(", ", texts) + "]");
    }

    /** A string with C's escapes, cut where strace cuts. */
    private static String quoted(String text, int length) {
        int shown = Math.min(text.length(), BYTES_SHOWN);
        boolean path = length == text.length() && length > BYTES_SHOWN;
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < (path ? length : shown); i++) {
            char c = text.charAt(i);
            int simple = "\n\r\t\f\013\\\"".indexOf(c);
            if (simple >= 0) {
                out.append('\\').append("nrtfv\\\"".charAt(simple));
            } else if (c >= ' ' && c < 0x7f) {
                out.append(c);
            } else {
                boolean digit = i + 1 < text.length()
                        && Character.digit(text.charAt(i + 1), 8) >= 0;
                out.append('\\').append(digit ? String.format("%03o", (int) c)
                        : Integer.toOctalString(c));
            }
        }
        out.append('"');
        return !path && length > shown ? out.append("...").toString() : out.toString();
    }
}
