package cleave.emulator.engine.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.engine.Breakpoints;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.engine.Statistics;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.emulator.mmu.Access;
import cleave.emulator.mmu.Mmu;
import cleave.emulator.mmu.WatchedPages;
import cleave.emulator.state.ByteStateReader;
import cleave.emulator.state.ByteStateWriter;
import cleave.emulator.state.HashingStateWriter;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hot loops with the translator as people run it; random programs are LockstepTest's. */
class TranslatingEngineTest {
    private static final int RAM = 0x8000_0000;
    private static final int DATA = RAM + 0x4000;
    private static final int HOT = 3_000_000;

    /** Sums, stores and loads words, calls a function, for ever. */
    private static final int[] LOOP = {
        Instruction.LUI.encode(8, 0, 0, DATA),
        Instruction.ADDI.encode(10, 10, 0, 1),
        Instruction.ANDI.encode(11, 10, 0, 0x7c),
        Instruction.ADD.encode(11, 11, 8, 0),
        Instruction.SW.encode(0, 11, 10, 0),
        Instruction.LW.encode(12, 11, 0, 4),
        Instruction.ADD.encode(13, 13, 12, 0),
        Instruction.JAL.encode(1, 0, 0, 12),
        Instruction.BNE.encode(0, 10, 0, -28),
        Instruction.JAL.encode(0, 0, 0, -32),
        Instruction.MUL.encode(14, 13, 10, 0),
        Instruction.SLTU.encode(15, 14, 13, 0),
        Instruction.JALR.encode(0, 1, 0, 0)};

    private static Machine machine(EngineKind engine, TimingModel timing, int... words) {
        Machine machine = Machine.builder().memory(1 << 20).engine(engine)
                .options(new HartOptions(16, false, true, timing)).build();
        load(machine, words);
        return machine;
    }

    private static void load(Machine machine, int... words) {
        machine.addBootAction(() -> {
            for (int i = 0; i < words.length; i++) {
                machine.memory().writeInt((RAM & 0xffff_ffffL) + 4 * i, words[i]);
            }
            machine.hart().pc = RAM;
        });
    }

    private static TranslatingEngine translator(Machine machine) {
        return assertInstanceOf(TranslatingEngine.class, machine.engine());
    }

    private static String hash(Machine machine) {
        HashingStateWriter hash = new HashingStateWriter();
        machine.save(hash);
        return hash.finishHex();
    }

    @ParameterizedTest
    @EnumSource
    void stateIsTheInterpretersAtEveryCheckpoint(TimingModel timing) {
        Machine interpreted = machine(EngineKind.INTERPRETER, timing, LOOP);
        Machine translated = machine(EngineKind.TRANSLATOR, timing, LOOP);
        for (int checkpoint = 0; checkpoint < 40; checkpoint++) {
            interpreted.run(HOT / 30 + checkpoint);
            translated.run(HOT / 30 + checkpoint);
            assertEquals(hash(interpreted), hash(translated), "checkpoint " + checkpoint);
        }
        long instructions = translated.hart().retired;
        assertTrue(translator(translated).translatedInstructions() > instructions / 2,
                "hardly anything was translated");
    }

    @Test
    void pmpThatForbidsMemoryIsObeyedByCodeTranslatedBefore() {
        Machine interpreted = machine(EngineKind.INTERPRETER, TimingModel.UNIT, LOOP);
        Machine translated = machine(EngineKind.TRANSLATOR, TimingModel.UNIT, LOOP);
        for (Machine machine : List.of(interpreted, translated)) {
            machine.run(HOT);
            Mmu mmu = machine.hart().mmu();
            assertTrue(mmu.dataIsBare());
            mmu.pmp().writeAddr(0, DATA >>> 2 | 0x1ff);
            mmu.pmp().writeCfg(0, 0x98);
            mmu.flushAll();
            machine.hart().csrs().write(Csr.MTVEC, RAM + 4 * LOOP.length);
            machine.memory().writeInt((RAM & 0xffff_ffffL) + 4 * LOOP.length,
                    Instruction.JAL.encode(0, 0, 0, 0));
            machine.run(100);
            assertEquals(Cause.STORE_ACCESS_FAULT.code(),
                    machine.hart().csrs().read(Csr.MCAUSE));
        }
        assertEquals(hash(interpreted), hash(translated));
    }

    @Test
    void savedAmidHotCodeAndLoadedItRunsOnTheSame() {
        Machine first = machine(EngineKind.TRANSLATOR, TimingModel.PIPELINE, LOOP);
        first.run(HOT + 17);
        ByteStateWriter saved = new ByteStateWriter();
        first.save(saved);
        Machine second = machine(EngineKind.TRANSLATOR, TimingModel.PIPELINE, LOOP);
        second.run(HOT / 2);
        second.load(new ByteStateReader(saved.toBytes()));
        for (Machine machine : List.of(first, second)) {
            machine.run(HOT + 5);
            assertTrue(translator(machine).regions() > 0);
        }
        assertEquals(hash(first), hash(second));
    }

    @Test
    void storeIntoTranslatedCodeIsExecutedAtOnce() {
        Machine machine = machine(EngineKind.TRANSLATOR, TimingModel.UNIT, LOOP);
        machine.run(HOT);
        assertTrue(translator(machine).regions() > 0);
        machine.memory().writeInt((RAM & 0xffff_ffffL) + 4,
                Instruction.JAL.encode(0, 0, 0, 0));
        assertEquals(0, translator(machine).regions());
        machine.run(1000);
        assertEquals(RAM + 4, machine.hart().pc);
    }

    @Test
    void breakpointInTranslatedCodeStops() {
        Machine machine = machine(EngineKind.TRANSLATOR, TimingModel.UNIT, LOOP);
        machine.run(HOT);
        machine.setBreakpoints(Breakpoints.of(List.of(RAM + 20)));
        assertEquals(new StopReason.Breakpoint(RAM + 20), machine.run(HOT));
        assertEquals(RAM + 20, machine.hart().pc);
    }

    @Test
    void watchedPageIsSeenByTheWatcherAfterItsCodeWasTranslated() {
        Machine machine = machine(EngineKind.TRANSLATOR, TimingModel.UNIT, LOOP);
        machine.run(HOT);
        int[] accesses = new int[1];
        machine.hart().mmu().setWatchedPages(new WatchedPages() {
            @Override
            public boolean contains(int vpn) {
                return vpn == DATA >>> 12;
            }

            @Override
            public void accessed(int va, int width, Access access) {
                accesses[0]++;
            }
        });
        machine.run(1200);
        assertTrue(accesses[0] >= 190, accesses[0] + " accesses");
    }

    @Test
    void codeThatAlwaysNeedsTheInterpreterIsGivenUp() {
        int[] reads = {
            Instruction.ADDI.encode(10, 10, 0, 1),
            Instruction.CSRRS.encode(11, 0, 0, 0xb00),
            Instruction.JAL.encode(0, 0, 0, -8)};
        Machine machine = machine(EngineKind.TRANSLATOR, TimingModel.UNIT, reads);
        machine.run(HOT);
        assertEquals(0, translator(machine).regions());
        assertEquals(HOT, machine.hart().retired);
    }

    @Test
    void everyMomentIsChargedToOnePhaseAndTheGuestDoesNotNotice() {
        Machine plain = machine(EngineKind.TRANSLATOR, TimingModel.UNIT, LOOP);
        Machine measured = machine(EngineKind.TRANSLATOR, TimingModel.UNIT, LOOP);
        long[] now = new long[1];
        measured.engine().measure(() -> now[0]++);
        plain.run(HOT);
        measured.run(HOT);
        assertEquals(hash(plain), hash(measured));
        Map<String, Long> counted = count(measured);
        assertEquals(now[0] - 1, counted.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("time."))
                .mapToLong(Map.Entry::getValue).sum());
        assertTrue(counted.get("time.translatedNanoseconds") > 0, counted.toString());
        assertEquals(HOT, counted.get("instructions.translated")
                + counted.get("instructions.interpreted"));
        assertEquals(translator(measured).regions(),
                counted.get("regions.made") - counted.get("regions.dropped"));
        assertTrue(counted.get("exits.budget") > 0, counted.toString());
    }

    @Test
    void exitsForTheInterpreterAreCountedByInstruction() {
        int[] words = LOOP.clone();
        words[10] = Instruction.CSRRS.encode(14, 0, 0, 0xb00);
        Machine machine = machine(EngineKind.TRANSLATOR, TimingModel.UNIT, words);
        machine.engine().measure(() -> 0);
        machine.run(HOT);
        Map<String, Long> counted = count(machine);
        assertTrue(counted.get("exits.step.csrrs") >= 4096, counted.toString());
        assertTrue(counted.get("regions.givenUp") > 0, counted.toString());
    }

    /** Six hundred short loops and a long one, round and round: more than are kept. */
    @Test
    void coldRegionsMakeRoomAndTheHotOneStays() {
        int[] words = new int[1804];
        for (int loop = 0; loop <= 600; loop++) {
            words[3 * loop] = Instruction.ADDI.encode(10, 0, 0, loop == 0 ? 2000 : 5);
            words[3 * loop + 1] = Instruction.ADDI.encode(10, 10, 0, -1);
            words[3 * loop + 2] = Instruction.BNE.encode(0, 10, 0, -4);
        }
        words[1803] = Instruction.JAL.encode(0, 0, 0, -4 * 1803);
        Machine interpreted = machine(EngineKind.INTERPRETER, TimingModel.UNIT, words);
        Machine translated = Machine.builder().memory(1 << 20).engine(TranslatingEngine::eager)
                .options(new HartOptions(16, false, true, TimingModel.UNIT)).build();
        load(translated, words);
        interpreted.run(10 * 11_000);
        Set<Region> hot = new HashSet<>();
        for (int round = 0; round < 10; round++) {
            translated.run(11_000);
            hot.add(translator(translated).region(RAM + 4));
            assertTrue(translator(translated).regions() <= Tuning.EAGER.mostRegions());
        }
        assertEquals(hash(interpreted), hash(translated));
        Map<String, Long> counted = count(translated);
        assertTrue(counted.get("regions.evicted") > 0, counted.toString());
        hot.remove(null);
        assertEquals(1, hot.size(), "regions that the hot loop has had");
    }

    private static Map<String, Long> count(Machine machine) {
        Statistics statistics = new Statistics();
        machine.engine().count(statistics);
        return statistics.values();
    }

    @Test
    void noTranslatedMethodIsTooLongForHotSpot() {
        int[] words = new int[2000];
        for (int i = 0; i < words.length - 1; i++) {
            words[i] = Instruction.LW.encode(10 + i % 8, 8, 0, 4 * (i % 400));
        }
        words[0] = Instruction.LUI.encode(8, 0, 0, DATA);
        words[words.length - 1] = Instruction.JAL.encode(0, 0, 0, -4 * (words.length - 1));
        Machine interpreted = machine(EngineKind.INTERPRETER, TimingModel.PIPELINE, words);
        Machine translated = machine(EngineKind.TRANSLATOR, TimingModel.PIPELINE, words);
        interpreted.run(4 * HOT);
        translated.run(4 * HOT);
        assertEquals(hash(interpreted), hash(translated));
        assertTrue(translator(translated).largestMethod() > 1000);
        assertTrue(translator(translated).largestMethod() < RegionWriter.HUGE);
    }
}
