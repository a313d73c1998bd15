package cleave.emulator.device;

import static cleave.emulator.device.Register.Access.READ_ONLY;
import static cleave.emulator.device.Register.Access.READ_WRITE;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import java.util.Arrays;

/**
 * The platform-level interrupt controller (RISC-V PLIC specification 1.0.0) in the size of QEMU's
 * {@code virt}: {@value #SOURCES} sources, priorities 0 to {@value #MAX_PRIORITY}, and two
 * contexts, machine and supervisor mode of hart 0. Sources are level-sensitive.
 *
 * <p>The gateways follow the specification (chapter 3): a request that the core has accepted stays
 * pending though the line falls, none is accepted while one is in service, and a line that is still
 * high at completion is requested again. QEMU's PLIC instead accepts a rising line at any time, and
 * at completion forgets a line that stayed high. Also otherwise than QEMU's, and as the
 * specification says, a claim does not look at the threshold (chapter 8) and the completion of a
 * source that is not enabled for the context is ignored (chapter 9). Refuses all but 4-byte
 * accesses with an access fault.
 */
public final class Plic implements Device {
    /** Sources are numbered from 1 to this. */
    public static final int SOURCES = 96;
    public static final int MAX_PRIORITY = 7;

    private static final int WORDS = SOURCES / Integer.SIZE + 1;
    private static final int PRIORITY_MASK = MAX_PRIORITY;
    /** Bit 0 of the first word would be source 0. */
    private static final int NO_SOURCE_0 = ~1;

    /** The interrupt targets, in the order of their register blocks. */
    public enum Context {
        MACHINE, SUPERVISOR
    }

    private static final int CONTEXTS = 2;

    /** The registers. */
    public enum Reg implements Register {
        /** From source 1: there is no source 0. */
        PRIORITY(0x00_0004, READ_WRITE, SOURCES, 4, "PLIC 1.0.0 chapter 4"),
        PENDING(0x00_1000, READ_ONLY, WORDS, 4, "PLIC 1.0.0 chapter 5"),
        ENABLE_M(0x00_2000, READ_WRITE, WORDS, 4, "PLIC 1.0.0 chapter 6"),
        ENABLE_S(0x00_2080, READ_WRITE, WORDS, 4, "PLIC 1.0.0 chapter 6"),
        THRESHOLD(0x20_0000, READ_WRITE, CONTEXTS, 0x1000, "PLIC 1.0.0 chapter 7"),
        CLAIM(0x20_0004, READ_WRITE, CONTEXTS, 0x1000,
                "PLIC 1.0.0 chapters 8 (claim, by a load) and 9 (completion, by a store)");

        private static final Reg[] TABLE = values();

        private final int offset;
        private final Access access;
        private final int count;
        private final int stride;
        private final String reference;

        Reg(int offset, Access access, int count, int stride, String reference) {
            this.offset = offset;
            this.access = access;
            this.count = count;
            this.stride = stride;
            this.reference = reference;
        }

        /** Thresholds and claims interleave: the nearest offset below does not decide. */
        private static Reg at(int offset) {
            for (Reg register : TABLE) {
                if (register.covers(offset)) {
                    return register;
                }
            }
            return null;
        }

        @Override
        public int offset() {
            return offset;
        }

        @Override
        public int width() {
            return 4;
        }

        @Override
        public Access access() {
            return access;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public int stride() {
            return stride;
        }

        @Override
        public String reference() {
            return reference;
        }
    }

    private final InterruptLine[] outputs;
    private final GuestErrors errors;

    private final int[] priority = new int[SOURCES + 1];
    private final int[] level = new int[WORDS];
    private final int[] pending = new int[WORDS];
    /** Claimed and not yet completed: the gateway holds back further requests. */
    private final int[] inService = new int[WORDS];
    private final int[][] enable = new int[CONTEXTS][WORDS];
    private final int[] threshold = new int[CONTEXTS];

    /** {@code meip} and {@code seip} are hart 0's external interrupt pins. */
    public Plic(InterruptLine meip, InterruptLine seip, GuestErrors errors) {
        this.outputs = new InterruptLine[] {meip, seip};
        this.errors = errors;
    }

    /** The wire into the gateway of {@code source}, 1 to {@value #SOURCES}. */
    public InterruptLine source(int source) {
        if (source < 1 || source > SOURCES) {
            throw new IllegalArgumentException("no PLIC source " + source);
        }
        return high -> setLevel(source, high);
    }

    private void setLevel(int source, boolean high) {
        assign(level, source, high);
        request(source);
        update();
    }

    /** The gateway: forwards a request if the line is high and none is in service. */
    private void request(int source) {
        if (test(level, source) && !test(inService, source)) {
            assign(pending, source, true);
        }
    }

    @Override
    public String name() {
        return "plic";
    }

    /** Levels belong to the devices, which lower theirs when they are reset. */
    @Override
    public void reset() {
        Arrays.fill(priority, 0);
        Arrays.fill(pending, 0);
        Arrays.fill(inService, 0);
        Arrays.fill(threshold, 0);
        for (int[] words : enable) {
            Arrays.fill(words, 0);
        }
        update();
    }

    @Override
    public boolean supports(int offset, int width, boolean write) {
        return width == Integer.BYTES;
    }

    @Override
    public int read(int offset, int width) {
        Reg register = Reg.at(offset);
        if (register == null) {
            errors.badAccess(name(), false, offset, width);
            return 0;
        }
        return register == Reg.CLAIM ? claim(register.indexOf(offset)) : value(register, offset);
    }

    @Override
    public int peek(int offset, int width) {
        Reg register = Reg.at(offset);
        return register == null ? 0 : value(register, offset);
    }

    private int value(Reg register, int offset) {
        int index = register.indexOf(offset);
        return switch (register) {
            case PRIORITY -> priority[index + 1];
            case PENDING -> pending[index];
            case ENABLE_M -> enable[0][index];
            case ENABLE_S -> enable[1][index];
            case THRESHOLD -> threshold[index];
            case CLAIM -> best(index, 0);
        };
    }

    @Override
    public void write(int offset, int width, int value) {
        Reg register = Reg.at(offset);
        if (register == null) {
            errors.badAccess(name(), true, offset, width);
            return;
        }
        int index = register.indexOf(offset);
        switch (register) {
            case PRIORITY -> priority[index + 1] = value & PRIORITY_MASK;
            case PENDING -> errors.wrongDirection(name(), true, register);
            case ENABLE_M -> setEnable(0, index, value);
            case ENABLE_S -> setEnable(1, index, value);
            case THRESHOLD -> threshold[index] = value & PRIORITY_MASK;
            case CLAIM -> complete(index, value);
        }
        update();
    }

    private void setEnable(int context, int word, int value) {
        int exists = word == 0 ? NO_SOURCE_0
                : word == WORDS - 1 ? (2 << SOURCES % Integer.SIZE) - 1 : -1;
        enable[context][word] = value & exists;
    }

    private int claim(int context) {
        int source = best(context, 0);
        if (source != 0) {
            assign(pending, source, false);
            assign(inService, source, true);
            update();
        }
        return source;
    }

    private void complete(int context, int source) {
        if (source < 1 || source > SOURCES || !test(enable[context], source)) {
            errors.report(name(), "completion of source " + Integer.toUnsignedString(source)
                    + ", which is not enabled for context " + Context.values()[context]
                    + ": ignored");
            return;
        }
        assign(inService, source, false);
        request(source);
    }

    /**
     * The pending source of highest priority, above {@code floor}, that is enabled for the
     * context; the lowest number among equals; 0 when there is none.
     */
    private int best(int context, int floor) {
        int best = 0;
        int bestPriority = floor;
        for (int word = 0; word < WORDS; word++) {
            int candidates = pending[word] & enable[context][word];
            while (candidates != 0) {
                int source = word * Integer.SIZE + Integer.numberOfTrailingZeros(candidates);
                if (priority[source] > bestPriority) {
                    best = source;
                    bestPriority = priority[source];
                }
                candidates &= candidates - 1;
            }
        }
        return best;
    }

    private void update() {
        for (int context = 0; context < CONTEXTS; context++) {
            outputs[context].set(best(context, threshold[context]) != 0);
        }
    }

    private static boolean test(int[] bits, int source) {
        return (bits[source / Integer.SIZE] >>> source & 1) != 0;
    }

    private static void assign(int[] bits, int source, boolean value) {
        int mask = 1 << source;
        int word = source / Integer.SIZE;
        bits[word] = value ? bits[word] | mask : bits[word] & ~mask;
    }

    @Override
    public void save(StateWriter out) {
        out.section(name());
        out.putInts(priority);
        out.putInts(level);
        out.putInts(pending);
        out.putInts(inService);
        out.putInts(threshold);
        for (int[] words : enable) {
            out.putInts(words);
        }
    }

    @Override
    public void load(StateReader in) {
        in.section(name());
        in.getInts(priority);
        in.getInts(level);
        in.getInts(pending);
        in.getInts(inService);
        in.getInts(threshold);
        for (int[] words : enable) {
            in.getInts(words);
        }
        update();
    }
}
