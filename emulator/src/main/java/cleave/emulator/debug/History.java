package cleave.emulator.debug;

import cleave.emulator.debug.CodeReader.Code;
import cleave.emulator.hart.FlightRecorder;
import cleave.emulator.hart.Hart;
import cleave.emulator.machine.Machine;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Instruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last instructions before now, oldest first. The hart's {@link FlightRecorder} tells where
 * control went; what lies between two jumps is read from memory, through the page table now in
 * force. So code that has been overwritten since, or that belongs to another address space, shows
 * as what stands there now; where it then does not lead from one jump to the next, the history
 * ends. A trap that repeats itself without a return is shown once.
 */
public final class History {
    /** As many as a crash report shows. */
    public static final int LENGTH = 32;

    /** Straight-line code longer than this between two jumps is given up. */
    private static final int STRAIGHT_MAX = 1 << 16;

    /**
     * What happened.
     *
     * @param code the instruction; for an interrupt, the one it came before
     * @param trap the {@code mcause} of the trap that this is or that the instruction raised; null
     *     when it retired
     */
    public record Entry(Code code, Integer trap) {
        /** Whether the instruction was executed, and not only about to be. */
        public boolean executed() {
            return trap == null || trap >= 0;
        }
    }

    private final Hart hart;
    private final GuestView view;
    private final CodeReader reader;

    public History(Machine machine, Symbols symbols) {
        this.hart = machine.hart();
        this.view = new GuestView(machine);
        this.reader = new CodeReader(machine, symbols);
    }

    /** At most {@code count} entries. */
    public List<Entry> last(int count) {
        FlightRecorder recorder = hart.recorder();
        Deque<Entry> entries = new ArrayDeque<>();
        int pc = hart.pc;
        int mode = hart.mode();
        int back = 0;
        while (entries.size() < count && back < recorder.size()) {
            if (!addStraight(entries, recorder.to(back), pc, mode, count)) {
                return newest(entries, count);
            }
            pc = recorder.from(back);
            if (recorder.isTrap(back)) {
                mode = recorder.trapMode(back);
                entries.addFirst(new Entry(reader.at(pc, mode), recorder.trapCause(back)));
                back += 2;
            } else {
                mode = modeBefore(pc, mode);
                entries.addFirst(new Entry(reader.at(pc, mode), null));
                back++;
            }
        }
        if (entries.size() < count && recorder.reachesStart()) {
            addStraight(entries, recorder.start(), pc, mode, count);
        }
        return newest(entries, count);
    }

    private static List<Entry> newest(Deque<Entry> entries, int count) {
        return entries.stream().skip(Math.max(0, entries.size() - count)).toList();
    }

    /** The privilege mode that executed the jump at {@code pc}, which led to {@code after}. */
    private int modeBefore(int pc, int after) {
        if (holds(pc, Hart.M, Instruction.MRET)) {
            return Hart.M;
        }
        return after <= Hart.S && holds(pc, Hart.S, Instruction.SRET) ? Hart.S : after;
    }

    private boolean holds(int pc, int mode, Instruction wanted) {
        long bits = view.instruction(pc, mode);
        return bits >= 0 && Instruction.decode((int) bits) == wanted;
    }

    /** Puts before {@code entries} the last of the code from {@code from} up to {@code to}. */
    private boolean addStraight(Deque<Entry> entries, int from, int to, int mode, int count) {
        Deque<Integer> places = new ArrayDeque<>();
        int pc = from;
        for (int steps = 0; pc != to; steps++) {
            long bits = view.instruction(pc, mode);
            if (bits < 0 || steps > STRAIGHT_MAX || Integer.compareUnsigned(pc, to) > 0) {
                return false;
            }
            places.addLast(pc);
            if (places.size() > count) {
                places.removeFirst();
            }
            pc += (bits & 3) == 3 ? 4 : 2;
        }
        while (!places.isEmpty()) {
            entries.addFirst(new Entry(reader.at(places.removeLast(), mode), null));
        }
        return true;
    }

    /** The last instructions as lines of text, a trap as a line of its own. */
    public List<String> lines(int count) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : last(count)) {
            if (entry.executed()) {
                lines.add(reader.line(entry.code()));
            }
            if (entry.trap() != null) {
                lines.add("  ---- " + words(entry.trap()));
            }
        }
        return lines;
    }

    /** A cause in the manual's words. */
    static String words(int cause) {
        Cause known = Cause.of(cause);
        return known != null ? known.words() : String.format("trap of cause 0x%x", cause);
    }
}
