package cleave.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.engine.Breakpoints;
import cleave.emulator.hart.Hart;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
    private static final int START = 0x8000_0000;
    private static final int T0 = 5;
    private static final int T1 = 6;

    private final StringBuilder console = new StringBuilder();
    private final Machine machine = Machine.builder().memory(1 << 20).serial(new ConsolePort() {
        @Override
        public void put(int value) {
            console.append((char) value);
        }

        @Override
        public int take() {
            return -1;
        }

        @Override
        public boolean hasInput() {
            return false;
        }
    }).build();

    private void boot(int... words) {
        machine.addBootAction(() -> {
            for (int i = 0; i < words.length; i++) {
                machine.memory().writeInt((START & 0xffff_ffffL) + 4L * i, words[i]);
            }
            machine.hart().pc = START;
        });
    }

    private static int lui(int rd, int upper) {
        return Instruction.LUI.encode(rd, 0, 0, upper);
    }

    private static int addi(int rd, int rs1, int value) {
        return Instruction.ADDI.encode(rd, rs1, 0, value);
    }

    private static int sw(int rs2, int rs1, int offset) {
        return Instruction.SW.encode(0, rs1, rs2, offset);
    }

    @Test
    void guestPrintsOnTheUartAndEndsWithItsOwnCode() {
        boot(lui(T0, 0x1000_0000), addi(T1, 0, 'A'), Instruction.SB.encode(0, T0, T1, 0),
                lui(T0, 0x10_0000), lui(T1, 0x2a_0000 & 0xffff_f000), addi(T1, T1, 0x333),
                lui(7, 0x3000), Instruction.ADD.encode(T1, T1, 7, 0), sw(T1, T0, 0));
        assertEquals(new StopReason.Exited(42), machine.run(1000));
        assertEquals("A", console.toString());
    }

    @Test
    void jumpToItselfWithInterruptsOffIsStuck() {
        boot(Instruction.JAL.encode(0, 0, 0, 0));
        StopReason.Stuck stuck = assertInstanceOf(StopReason.Stuck.class,
                machine.run(Long.MAX_VALUE));
        assertEquals("the instruction at 0x80000000 jumps to itself and no interrupt is enabled: "
                + "nothing can end this loop", stuck.diagnosis());
    }

    @Test
    void trapHandlerThatIsNotThereIsStuckAndTellsWhereItBegan() {
        boot(0);
        StopReason.Stuck stuck = assertInstanceOf(StopReason.Stuck.class,
                machine.run(Long.MAX_VALUE));
        assertEquals("the trap handler itself traps: instruction access fault at 0x00000000, again "
                + "and again without a return; it began with illegal instruction at 0x80000000 "
                + "(tval 0x00000000): the hart ran into memory that holds only zeroes",
                stuck.diagnosis());
    }

    @Test
    void sleepingWithoutAnyInterruptEnabledIsStuck() {
        boot(Instruction.WFI.encode(0, 0, 0, 0));
        assertInstanceOf(StopReason.Stuck.class, machine.run(Long.MAX_VALUE));
    }

    @Test
    void runEndsAfterTheCyclesAskedFor() {
        boot(addi(T0, T0, 1), Instruction.JAL.encode(0, 0, 0, -4));
        assertEquals(new StopReason.CycleLimit(), machine.run(100));
        assertEquals(100, machine.hart().cycle);
        assertEquals(50, machine.hart().x[T0]);
        assertEquals(Hart.M, machine.hart().mode());
    }

    @Test
    void breakpointIsReportedEvenWhenTheRunIsToBeSuspendedThere() {
        boot(addi(T0, T0, 1), addi(T0, T0, 1), Instruction.JAL.encode(0, 0, 0, -8));
        machine.setBreakpoints(Breakpoints.of(List.of(START + 4)));
        machine.run(0);
        assertEquals(new StopReason.Breakpoint(START + 4), machine.run(1));
        assertEquals(new StopReason.Breakpoint(START + 4), machine.run(Long.MAX_VALUE));
        assertEquals(3, machine.hart().x[T0]);
    }

    @Test
    void stepOverWfiIsOneAndTheNextWaitsForTheInterrupt() {
        boot(Instruction.WFI.encode(0, 0, 0, 0), addi(T0, T0, 1));
        machine.hart().csrs().poke(Csr.MIE, 1 << 7);
        machine.bus().store(0x200_4000, 4, 100);
        assertEquals(new StopReason.Stepped(), machine.step());
        assertEquals(START + 4, machine.hart().pc);
        assertEquals(new StopReason.Stepped(), machine.step());
        assertEquals(1, machine.hart().x[T0]);
        assertEquals(10_000 + 1, machine.hart().cycle);
    }
}
