package cleave.emulator.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import cleave.emulator.engine.translate.TranslatingEngine;
import cleave.emulator.hart.FlightRecorder;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.emulator.state.HashingStateWriter;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random programs on two machines that differ in nothing but the engine: after every few cycles
 * both must be in the same state, to the last register, cycle and remembered jump, and in the end
 * have the same memory. The programs contain everything: all instructions, traps, three privilege
 * modes, Sv32 with several address spaces, PMP, timers, and stores into code.
 *
 * <p>{@code -Dcleave.seed=N} replays one seed, {@code -Dcleave.programs=N} sets how many programs
 * each configuration runs.
 */
class LockstepTest {
    private static final int PROGRAMS = Integer.getInteger("cleave.programs", 12);
    private static final Long SEED = Long.getLong("cleave.seed");

    static Stream<Arguments> configurations() {
        Stream.Builder<Arguments> all = Stream.builder();
        for (TimingModel timing : TimingModel.values()) {
            for (boolean trapMisaligned : new boolean[] {false, true}) {
                for (boolean hardwareAd : new boolean[] {false, true}) {
                    all.add(Arguments.of(new HartOptions(16, trapMisaligned, hardwareAd, timing)));
                }
            }
        }
        return all.build();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void interpreterAgreesWithReferenceAtEveryStop(HartOptions options) {
        runAll(EngineKind.INTERPRETER::create, options);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void translatorAgreesWithReferenceAtEveryStop(HartOptions options) {
        assertTrue(runAll(TranslatingEngine::eager, options) > 10_000,
                "hardly anything was executed as translated code");
    }

    /** Runs the programs; how many instructions were executed as translated code. */
    private static long runAll(Function<Hart, Engine> engine, HartOptions options) {
        if (SEED != null) {
            return new Lockstep(SEED, options, engine).run();
        }
        long translated = 0;
        for (int program = 0; program < PROGRAMS; program++) {
            translated += new Lockstep(1000L + program, options, engine).run();
        }
        return translated;
    }

    /** Two machines and what happens to both of them. */
    private static final class Lockstep {
        private static final int RAM = 0x8000_0000;
        private static final int RAM_SIZE = 1 << 19;
        /** Trap handlers, code, data, page tables: each in pages of its own, some in mixed ones. */
        private static final int CODE = 0x2000;
        private static final int CODE_END = 0xa000;
        private static final int DATA_END = 0x2_0000;
        private static final int ROOT = 0x2_0000;
        private static final int TABLES = 0x2_4000;
        private static final int LEAF_TABLES = 4;
        private static final int STOPS = 1500;

        private final long seed;
        private final Random random;
        private final RandomCode code;
        private final Machine reference;
        private final Machine tested;

        Lockstep(long seed, HartOptions options, Function<Hart, Engine> engine) {
            this.seed = seed;
            this.random = new Random(seed);
            this.code = new RandomCode(random);
            this.reference = machine(EngineKind.REFERENCE::create, options);
            this.tested = machine(engine, options);
        }

        private static Machine machine(Function<Hart, Engine> engine, HartOptions options) {
            return Machine.builder().memory(RAM_SIZE).engine(engine).options(options).build();
        }

        long run() {
            fillMemory();
            kick();
            for (int stop = 0; stop < STOPS; stop++) {
                int cycles = random.nextInt(random.nextInt(20) == 0 ? 3000 : 120);
                StopReason expected = reference.run(cycles);
                StopReason actual = tested.run(cycles);
                compare(stop, expected, actual);
                if (expected instanceof StopReason.Stuck || random.nextInt(25) == 0) {
                    kick();
                }
                if (random.nextInt(10) == 0) {
                    disturb();
                }
            }
            assertEquals(hashOfMemory(reference), hashOfMemory(tested), () -> "memory, " + this);
            return tested.engine() instanceof TranslatingEngine translator
                    ? translator.translatedInstructions() : 0;
        }

        private static String hashOfMemory(Machine machine) {
            HashingStateWriter hash = new HashingStateWriter();
            machine.save(hash);
            return hash.finishHex();
        }

        private static long hashOfHart(Hart hart) {
            HashingStateWriter hash = new HashingStateWriter();
            hart.save(hash);
            FlightRecorder recorder = hart.recorder();
            for (int back = 0; back < recorder.size() && back < FlightRecorder.CERTAIN; back++) {
                hash.putInt(recorder.from(back));
                hash.putInt(recorder.to(back));
            }
            return hash.finishLong();
        }

        private void compare(int stop, StopReason expected, StopReason actual) {
            Hart a = reference.hart();
            Hart b = tested.hart();
            if (a.pc != b.pc || hashOfHart(a) != hashOfHart(b) || !expected.equals(actual)) {
                fail(this + ", stop " + stop + ": " + expected + " / " + actual
                        + difference(a, b));
            }
        }

        private static String difference(Hart a, Hart b) {
            StringBuilder text = new StringBuilder();
            note(text, "pc", a.pc, b.pc);
            note(text, "cycle", a.cycle, b.cycle);
            note(text, "retired", a.retired, b.retired);
            note(text, "mode", a.mode(), b.mode());
            for (int i = 1; i < 32; i++) {
                note(text, "x" + i, a.x[i], b.x[i]);
            }
            for (Csr csr : Csr.values()) {
                note(text, csr.toString(), a.csrs().read(csr), b.csrs().read(csr));
            }
            for (int back = 0; back < FlightRecorder.CERTAIN; back++) {
                note(text, "from " + back, a.recorder().from(back), b.recorder().from(back));
                note(text, "to " + back, a.recorder().to(back), b.recorder().to(back));
            }
            return text.toString();
        }

        private static void note(StringBuilder text, String name, long a, long b) {
            if (a != b) {
                text.append(String.format("%n  %s: 0x%x, tested 0x%x", name, a, b));
            }
        }

        @Override
        public String toString() {
            return "seed " + seed + ", " + reference.hart().options();
        }

        // ---- The program -----------------------------------------------------------------------

        private void putInt(int address, int value) {
            long pa = (RAM + address) & 0xffff_ffffL;
            reference.memory().writeInt(pa, value);
            tested.memory().writeInt(pa, value);
        }

        private void putShort(int address, int value) {
            long pa = (RAM + address) & 0xffff_ffffL;
            reference.memory().writeShort(pa, value);
            tested.memory().writeShort(pa, value);
        }

        private void fillMemory() {
            handler(0, Csr.MSCRATCH, Csr.MEPC, Csr.MCAUSE, Csr.MIE, Instruction.MRET);
            handler(0x800, Csr.SSCRATCH, Csr.SEPC, Csr.SCAUSE, Csr.SIE, Instruction.SRET);
            fillCode(CODE, CODE_END);
            for (int at = CODE_END; at < DATA_END; at += 4) {
                putInt(at, random.nextInt());
            }
            fillCode(DATA_END - 0x1800, DATA_END - 0x1000);
            for (int root = 0; root < 2; root++) {
                fillTables(ROOT + root * 0x1000, TABLES + root * LEAF_TABLES * 0x1000);
            }
        }

        /**
         * A handler: after an exception it goes on behind the instruction, after a failed fetch at
         * the next of the places that x28 counts through; interrupts it turns off.
         */
        private void handler(int at, Csr scratch, Csr epc, Csr cause, Csr enable,
                Instruction back) {
            int[] words = {
                Instruction.CSRRW.encode(5, 5, 0, scratch.number()),
                Instruction.CSRRS.encode(5, 0, 0, cause.number()),
                Instruction.BGE.encode(0, 5, 0, 12),
                Instruction.CSRRW.encode(0, 0, 0, enable.number()),
                Instruction.JAL.encode(0, 0, 0, 44),
                Instruction.ADDI.encode(5, 5, 0, -1),
                Instruction.BEQ.encode(0, 5, 0, 24),
                Instruction.ADDI.encode(5, 5, 0, -11),
                Instruction.BEQ.encode(0, 5, 0, 16),
                Instruction.CSRRS.encode(5, 0, 0, epc.number()),
                Instruction.ADDI.encode(5, 5, 0, random.nextInt(3) == 0 ? 2 : 4),
                Instruction.JAL.encode(0, 0, 0, 12),
                Instruction.ADDI.encode(28, 28, 0, 68),
                Instruction.ADDI.encode(5, 28, 0, 0),
                Instruction.CSRRW.encode(0, 5, 0, epc.number()),
                Instruction.CSRRW.encode(5, 5, 0, scratch.number()),
                back.encode(0, 0, 0, 0)};
            for (int i = 0; i < words.length; i++) {
                putInt(at + 4 * i, words[i]);
            }
        }

        private void fillCode(int from, int to) {
            for (int at = from; at < to - 2; ) {
                int word = code.next();
                putShort(at, word);
                if (Operands.isCompressed(word)) {
                    at += 2;
                } else {
                    putShort(at + 2, word >>> 16);
                    at += 4;
                }
            }
        }

        /** RAM mapped to itself and twice elsewhere, with rights that are mostly generous. */
        private void fillTables(int root, int tables) {
            for (int i = 0; i < 1024; i++) {
                putInt(root + 4 * i, random.nextInt(40) == 0 ? random.nextInt() : 0);
            }
            int[] regions = {0x200, 0x001, 0x3ff};
            for (int i = 0; i < regions.length; i++) {
                int table = tables + 0x1000 * i;
                putInt(root + 4 * regions[i], (RAM + table) >>> 12 << 10 | 1);
                for (int page = 0; page < 1024; page++) {
                    int physical = i == 0 || random.nextInt(4) != 0
                            ? page % (RAM_SIZE >>> 12) : random.nextInt(RAM_SIZE >>> 12);
                    putInt(table + 4 * page, ((RAM >>> 12) + physical) << 10 | rights());
                }
            }
            // A megapage over the same memory.
            putInt(root + 4 * 0x100,
                    (RAM >>> 12) << 10 | 0xf | (random.nextBoolean() ? 0xd0 : 0xc0));
        }

        private int rights() {
            if (random.nextInt(12) == 0) {
                return random.nextInt(0x100);
            }
            return 0xf | (random.nextInt(3) == 0 ? 0 : 0xc0) | (random.nextBoolean() ? 0x10 : 0);
        }

        // ---- What happens from outside ---------------------------------------------------------

        private interface HartAction {
            void apply(Hart hart);
        }

        private void both(HartAction action) {
            action.apply(reference.hart());
            action.apply(tested.hart());
        }

        /** Puts the hart somewhere sensible, so that a program that has lost its way goes on. */
        private void kick() {
            int mode = new int[] {Hart.M, Hart.S, Hart.S, Hart.U, Hart.U}[random.nextInt(5)];
            int satp = random.nextInt(4) == 0 ? 0
                    : 0x8000_0000 | random.nextInt(4) << 22
                    | RAM + ROOT + random.nextInt(2) * 0x1000 >>> 12;
            boolean pmp = random.nextInt(4) != 0;
            int[] values = new int[32];
            for (int i = 1; i < 32; i++) {
                values[i] = random.nextInt() >> random.nextInt(32);
            }
            for (int pointer : RandomCode.POINTERS) {
                values[pointer] = pointer(CODE_END, DATA_END);
            }
            values[20] = pointer(CODE, CODE_END);
            values[21] = random.nextInt(3) == 0 ? pointer(ROOT, TABLES + 0x8000)
                    : pointer(CODE, CODE_END);
            for (int root : RandomCode.ROOTS) {
                values[root] = 0x8000_0000 | (RAM + ROOT + random.nextInt(2) * 0x1000 >>> 12);
            }
            values[28] = RAM + CODE + 2 * random.nextInt(1000);
            values[24] = code.next();
            values[25] = Instruction.ADDI.encode(10, 10, 0, 1);
            int pc = pointer(CODE, CODE_END);
            int status = random.nextInt() & 0x000e_1888;
            int mie = random.nextInt();
            int medeleg = random.nextBoolean() ? random.nextInt() : 0;
            int pmpcfg = random.nextInt(3) == 0 ? random.nextInt() & 0x7f7f_7f7f : 0x1f;
            both(hart -> {
                System.arraycopy(values, 1, hart.x, 1, 31);
                hart.csrs().write(Csr.MTVEC, RAM);
                hart.csrs().write(Csr.STVEC, RAM + 0x800);
                hart.csrs().write(Csr.SATP, satp);
                hart.csrs().write(Csr.MSTATUS, status);
                hart.csrs().write(Csr.MIE, mie);
                hart.csrs().write(Csr.MEDELEG, medeleg);
                hart.csrs().write(Csr.MIDELEG, medeleg);
                hart.csrs().write(Csr.MCOUNTEREN, -1);
                hart.csrs().write(Csr.SCOUNTEREN, -1);
                if (pmp) {
                    hart.csrs().write(Csr.PMPADDR0, -1);
                    hart.csrs().write(Csr.PMPCFG0, pmpcfg);
                }
                hart.setPrivilege(mode);
                hart.pc = pc;
            });
        }

        /** An address in RAM under one of its names. */
        private int pointer(int from, int to) {
            int offset = from + random.nextInt(to - from) & ~3;
            int[] names = {RAM, RAM, RAM, 0x0040_0000, 0xffc0_0000, 0x4000_0000};
            return names[random.nextInt(names.length)] + offset;
        }

        private void disturb() {
            int mie = random.nextInt();
            both(hart -> hart.csrs().write(Csr.MIE, mie));
            switch (random.nextInt(5)) {
                case 0 -> setBreakpoints();
                case 4 -> {
                    int at = CODE + random.nextInt(CODE_END - CODE) & ~3;
                    putInt(at, code.next());
                }
                case 1 -> {
                    long soon = random.nextInt(40);
                    device(0x200_4000L, (int) (reference.timer().ticks() + soon));
                    device(0x200_4004L, 0);
                }
                case 2 -> {
                    int soon = (int) reference.timer().ticks() + random.nextInt(30);
                    both(hart -> {
                        hart.csrs().write(Csr.STIMECMPH, 0);
                        hart.csrs().write(Csr.STIMECMP, soon);
                    });
                }
                default -> device(0x200_0000L, random.nextInt(2));
            }
        }

        private void setBreakpoints() {
            List<Integer> addresses = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                addresses.add(pointer(CODE, CODE_END) + random.nextInt(2) * 2);
            }
            reference.setBreakpoints(Breakpoints.of(addresses));
            tested.setBreakpoints(Breakpoints.of(addresses));
        }

        private void device(long pa, int value) {
            reference.bus().store(pa, 4, value);
            tested.bus().store(pa, 4, value);
        }
    }
}
