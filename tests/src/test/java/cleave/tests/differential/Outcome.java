package cleave.tests.differential;

import cleave.toolchain.isa.Cause;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a program has left behind, as {@link OutcomeCode} wrote it.
 *
 * @param words all of it, for comparison
 */
record Outcome(int[] words) {
    private static final int NUMBER = 1;
    private static final int REASON = 2;
    private static final int TRAPS = 3;
    private static final int STATUS = 4;
    private static final int CSRS = 5;
    private static final int REGISTERS = CSRS + Setup.FINAL.size();
    private static final int DATA_HASH = REGISTERS + 31;
    private static final int TABLES_HASH = DATA_HASH + 1;
    private static final int LOG = TABLES_HASH + 1;
    private static final int LOG_WORDS = 4;

    /** The outcomes in the output of a run; a truncated one at its end is left out. */
    static List<Outcome> parse(byte[] output, boolean details) {
        ByteBuffer bytes = ByteBuffer.wrap(output).order(ByteOrder.LITTLE_ENDIAN);
        int[] words = new int[output.length / Integer.BYTES];
        bytes.asIntBuffer().get(words);
        List<Outcome> outcomes = new ArrayList<>();
        for (int at = 0; at + LOG <= words.length; ) {
            if (words[at] != OutcomeCode.MAGIC) {
                throw new IllegalArgumentException("outcome " + outcomes.size()
                        + " does not begin as it should");
            }
            int size = LOG + LOG_WORDS * words[at + TRAPS]
                    + (details ? (Layout.DATA_SIZE + Layout.TABLES_SIZE) / Integer.BYTES : 0);
            if (at + size <= words.length) {
                outcomes.add(new Outcome(Arrays.copyOfRange(words, at, at + size)));
            }
            at += size;
        }
        return outcomes;
    }

    int number() {
        return words[NUMBER];
    }

    int reason() {
        return words[REASON];
    }

    int traps() {
        return words[TRAPS];
    }

    /** The cause of a trap, as in {@code mcause}. */
    int cause(int trap) {
        return words[LOG + LOG_WORDS * trap] & (Cause.INTERRUPT_BIT | 0x3f);
    }

    /** The privilege mode that a trap interrupted. */
    int mode(int trap) {
        return words[LOG + LOG_WORDS * trap] >>> 8 & 3;
    }

    int epc(int trap) {
        return words[LOG + LOG_WORDS * trap + 1];
    }

    int tval(int trap) {
        return words[LOG + LOG_WORDS * trap + 2];
    }

    boolean sameAs(Outcome other) {
        return Arrays.equals(words, other.words);
    }

    /** The words in which two outcomes differ, in words; the log up to its first difference. */
    String differenceTo(Outcome other) {
        StringBuilder text = new StringBuilder();
        int common = Math.min(traps(), other.traps());
        for (int trap = 0; trap < common; trap++) {
            int at = LOG + LOG_WORDS * trap;
            if (!Arrays.equals(words, at, at + LOG_WORDS, other.words, at, at + LOG_WORDS)) {
                text.append("  trap ").append(trap).append(": ").append(trap(trap))
                        .append(" / ").append(other.trap(trap)).append('\n');
                return text.toString();
            }
        }
        if (traps() != other.traps()) {
            text.append("  ").append(traps()).append(" traps / ").append(other.traps())
                    .append(traps() > common ? ", first of the others: " + trap(common)
                            : ", first of the others: " + other.trap(common)).append('\n');
        }
        for (int i = 0; i < LOG; i++) {
            compare(text, name(i), i, other, i);
        }
        int memory = LOG + LOG_WORDS * traps();
        int theirs = LOG + LOG_WORDS * other.traps();
        for (int i = memory; i < words.length; i++) {
            compare(text, memoryName(i - memory), i, other, theirs + i - memory);
        }
        return text.toString();
    }

    private void compare(StringBuilder text, String name, int at, Outcome other, int there) {
        if (words[at] != other.words[there]) {
            text.append(String.format("  %s: 0x%08x / 0x%08x%n",
                    name, words[at], other.words[there]));
        }
    }

    private static String name(int word) {
        if (word >= TABLES_HASH) {
            return "hash of the page tables";
        } else if (word == DATA_HASH) {
            return "hash of the data";
        } else if (word >= REGISTERS) {
            return "x" + (word - REGISTERS + 1);
        } else if (word >= CSRS) {
            return Setup.FINAL.get(word - CSRS).assemblyName();
        }
        return List.of("magic", "number", "reason", "traps", "mstatus").get(word);
    }

    private static String memoryName(int word) {
        int inTables = word - Layout.DATA_SIZE / Integer.BYTES;
        return inTables < 0 ? String.format("data 0x%08x", Layout.DATA + 4 * word)
                : String.format("page table 0x%08x", Layout.ROOT + 4 * inTables);
    }

    String trap(int trap) {
        int word = words[LOG + LOG_WORDS * trap];
        Cause cause = Cause.of(cause(trap));
        return String.format("%s in mode %d to %s at 0x%08x, tval 0x%08x, mstatus 0x%08x",
                cause == null ? "cause " + cause(trap) : cause.words(), mode(trap),
                (word >>> 12 & 1) != 0 ? "S" : "M", epc(trap), tval(trap),
                words[LOG + LOG_WORDS * trap + 3]);
    }
}
