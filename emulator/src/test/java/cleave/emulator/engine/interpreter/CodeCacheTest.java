package cleave.emulator.engine.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.engine.EngineKind;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.toolchain.isa.Instruction;
import org.junit.jupiter.api.Test;

class CodeCacheTest {
    private static final int RAM = 0x8000_0000;
    private static final int PAGE = 4096;
    private static final int T0 = 5;
    private static final int T1 = 6;
    private static final int A0 = 10;

    private final Machine machine = Machine.builder().memory(16 << 20)
            .engine(EngineKind.INTERPRETER).build();

    private void put(int offset, int... words) {
        for (int i = 0; i < words.length; i++) {
            machine.memory().writeInt((RAM & 0xffff_ffffL) + offset + 4L * i, words[i]);
        }
    }

    private void runFrom(int offset, long cycles) {
        machine.hart().pc = RAM + offset;
        assertEquals(new StopReason.CycleLimit(), machine.run(cycles));
    }

    private static int addi(int rd, int rs1, int value) {
        return Instruction.ADDI.encode(rd, rs1, 0, value);
    }

    private static int jump(int offset) {
        return Instruction.JAL.encode(0, 0, 0, offset);
    }

    @Test
    void storeIntoTheBlockInExecutionTakesEffectAtOnceWithoutFence() {
        put(0, Instruction.LUI.encode(T0, 0, 0, RAM), addi(A0, 0, 1),
                Instruction.SW.encode(0, T0, T1, 16), addi(A0, A0, 0), addi(A0, A0, 2), jump(0));
        machine.hart().x[T1] = addi(A0, A0, 40);
        runFrom(0, 100);
        assertEquals(41, machine.hart().x[A0]);
    }

    @Test
    void writeByDeviceIntoDecodedCodeTakesEffect() {
        put(0, addi(A0, A0, 1), jump(-4));
        runFrom(0, 1000);
        put(0, addi(A0, 0, 7));
        runFrom(0, 1000);
        assertEquals(7, machine.hart().x[A0]);
    }

    @Test
    void frameOnceExecutedBecomesDirectlyWritableWhenItIsOnlyStoredTo() {
        put(PAGE, addi(A0, 0, 1), jump(-4));
        runFrom(PAGE, 10);
        assertTrue(machine.memory().isObserved(PAGE));
        put(0, Instruction.LUI.encode(T0, 0, 0, RAM + PAGE),
                Instruction.SW.encode(0, T0, A0, 1024), jump(-4));
        runFrom(0, 2000);
        assertFalse(machine.memory().isObserved(PAGE));
        assertTrue(machine.hart().mmu().storeEntries()[RAM + PAGE >>> 12] >= 0);
    }

    @Test
    void dataBesideCodeDoesNotMakeTheCodeDecodedAgain() {
        put(0, Instruction.LUI.encode(T0, 0, 0, RAM), addi(A0, A0, 1),
                Instruction.SW.encode(0, T0, A0, 1024), jump(-8));
        runFrom(0, 3_000_000);
        assertEquals(1_000_000, machine.hart().x[A0], 1);
        assertTrue(machine.memory().isObserved(0));
    }

    @Test
    void moreCodeThanTheCacheHoldsIsDecodedAgain() {
        int pages = (16 << 20) / PAGE;
        for (int page = 0; page < pages; page++) {
            put(page * PAGE, addi(A0, A0, 1), jump(page + 1 == pages ? 0 : PAGE - 4));
        }
        runFrom(0, 2L * pages);
        assertEquals(pages, machine.hart().x[A0]);
        runFrom(0, 2L * pages);
        assertEquals(2 * pages, machine.hart().x[A0]);
    }
}
