package cleave.emulator.machine;

import static cleave.emulator.hart.HartBench.CODE;
import static cleave.emulator.hart.HartBench.DATA;
import static cleave.emulator.hart.HartBench.RWX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartBench;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.state.ByteStateReader;
import cleave.emulator.state.ByteStateWriter;
import cleave.emulator.state.HashingStateWriter;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two runs are one run, and so is a run that was saved and went on in another machine. */
class SavedMachineTest {
    private static final int T0 = 5;
    private static final int T1 = 6;
    private static final int T2 = 7;
    private static final int TIMER_TICKS = 3;

    /**
     * S-mode code under Sv32 that walks through memory, with a timer interrupt every few ticks
     * whose handler counts and sets the next.
     */
    private static HartBench busy(TimingModel timing) {
        HartBench bench = new HartBench(new HartOptions(16, false, true, timing));
        int[] loop = {
            Instruction.LW.encode(T1, T0, 0, 0),
            Instruction.ADD.encode(T2, T2, T1, 0),
            Instruction.ADDI.encode(T2, T2, 0, 1),
            Instruction.SW.encode(0, T0, T2, 4),
            Instruction.ADDI.encode(T0, T0, 0, 1004),
            Instruction.MUL.encode(8, T2, T0, 0),
            Instruction.BNE.encode(0, T0, 9, -24),
            Instruction.LUI.encode(T0, 0, 0, 0x1000),
            Instruction.JAL.encode(0, 0, 0, -32),
        };
        int[] handler = {
            Instruction.CSRRS.encode(10, 0, 0, Csr.TIME.number()),
            Instruction.ADDI.encode(10, 10, 0, TIMER_TICKS),
            Instruction.CSRRW.encode(0, 10, 0, Csr.STIMECMP.number()),
            Instruction.ADDI.encode(11, 11, 0, 1),
            Instruction.SRET.encode(0, 0, 0, 0),
        };
        for (int i = 0; i < loop.length; i++) {
            bench.word(CODE + 4 * i, loop[i]);
        }
        for (int i = 0; i < handler.length; i++) {
            bench.word(HartBench.HANDLER + 0x800 + 4 * i, handler[i]);
        }
        for (int page = 0; page < 8; page++) {
            bench.map(0x1000 * (page + 1), (DATA & 0xffff_ffffL) + 0x1000 * page, RWX & ~0xc0);
        }
        bench.csr(Csr.MIDELEG, ~0).csr(Csr.MIE, ~0).csr(Csr.MSTATUS, 2).csr(Csr.MCOUNTEREN, ~0)
                .csr(Csr.MENVCFGH, 1 << 31).csr(Csr.STIMECMPH, 0).csr(Csr.STIMECMP, TIMER_TICKS);
        bench.paging(Hart.S);
        bench.hart.x[T0] = 0x1000;
        bench.hart.x[9] = 0x1000 + 1004 * 32;
        bench.hart.pc = CODE;
        return bench;
    }

    private static String hash(Machine machine) {
        HashingStateWriter out = new HashingStateWriter();
        machine.save(out);
        return out.finishHex();
    }

    private static byte[] saved(Machine machine) {
        ByteStateWriter out = new ByteStateWriter();
        machine.save(out);
        return out.toBytes();
    }

    @ParameterizedTest
    @EnumSource(TimingModel.class)
    void twoRunsAreTheSameRun(TimingModel timing) {
        HartBench one = busy(timing);
        HartBench two = busy(timing);
        one.machine.run(50_000);
        two.machine.run(50_000);
        assertEquals(hash(one.machine), hash(two.machine));
        assertNotEquals(0, one.hart.x[11], "no interrupt came");
    }

    @ParameterizedTest
    @EnumSource(TimingModel.class)
    void runInPiecesIsTheSameRun(TimingModel timing) {
        HartBench whole = busy(timing);
        whole.machine.run(30_000);
        for (int piece : new int[] {1, 7, 1000}) {
            HartBench pieces = busy(timing);
            while (pieces.hart.cycle < whole.hart.cycle) {
                pieces.machine.run(Math.min(piece, whole.hart.cycle - pieces.hart.cycle));
            }
            assertEquals(hash(whole.machine), hash(pieces.machine), "pieces of " + piece);
        }
    }

    @ParameterizedTest
    @EnumSource(TimingModel.class)
    void loadedMachineGoesOnAsTheSavedOneWouldHave(TimingModel timing) {
        for (int cycles : List.of(0, 1, 37, 999, 12_345)) {
            HartBench straight = busy(timing);
            straight.machine.run(cycles);
            byte[] state = saved(straight.machine);
            HartBench resumed = new HartBench(new HartOptions(16, false, true, timing));
            resumed.machine.load(new ByteStateReader(state));
            assertEquals(hash(straight.machine), hash(resumed.machine), "saved at " + cycles);
            straight.machine.run(20_000);
            resumed.machine.run(20_000);
            assertEquals(straight.hart.cycle, resumed.hart.cycle, "saved at " + cycles);
            assertEquals(hash(straight.machine), hash(resumed.machine), "saved at " + cycles);
        }
    }

    @Test
    void translationThatWasNotFencedSurvivesSaving() {
        HartBench bench = new HartBench();
        bench.map(0x1000, DATA & 0xffff_ffffL, RWX).word(DATA, 1).word(DATA + 0x1000, 2)
                .paging(Hart.S);
        bench.load(0x1000);
        bench.map(0x1000, (DATA & 0xffff_ffffL) + 0x1000, RWX);
        HartBench resumed = new HartBench();
        resumed.machine.load(new ByteStateReader(saved(bench.machine)));
        resumed.mode(Hart.S);
        assertNull(resumed.load(0x1000));
        assertEquals(1, resumed.result());
        resumed.fence(-1, -1);
        resumed.load(0x1000);
        assertEquals(2, resumed.result());
    }

    @Test
    void savingChangesNothing() {
        HartBench quiet = busy(TimingModel.PIPELINE);
        HartBench saving = busy(TimingModel.PIPELINE);
        for (int i = 0; i < 50; i++) {
            quiet.machine.run(100);
            saving.machine.run(100);
            saved(saving.machine);
        }
        assertEquals(hash(quiet.machine), hash(saving.machine));
    }

    @Test
    void hashSeesEveryPartOfTheState() {
        HartBench bench = busy(TimingModel.UNIT);
        String before = hash(bench.machine);
        bench.hart.x[31] ^= 1;
        String registers = hash(bench.machine);
        bench.word(DATA + 0x9000, 1);
        String memory = hash(bench.machine);
        bench.machine.hart().setWire(1 << 9, true);
        String wire = hash(bench.machine);
        assertEquals(4, List.of(before, registers, memory, wire).stream().distinct().count());
    }
}
