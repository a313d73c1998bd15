package cleave.emulator.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.machine.Machine;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import org.junit.jupiter.api.Test;

/** The built-in firmware under a hart that raises exceptions on misaligned accesses. */
class SbiMisalignedTest {
    private static final int RAM = 0x8000_0000;
    private static final int RAM_BYTES = 8 << 20;
    private static final int KERNEL = 0x8040_0000;
    private static final int HANDLER = 0x8050_0000;
    private static final int BUFFER = 0x8060_0000;
    private static final int DEVICE_TREE = 0x8070_0000;

    private final Machine machine = boot();
    private final Hart hart = machine.hart();

    private static Machine boot() {
        Machine made = Machine.builder().memory(RAM_BYTES)
                .options(new HartOptions(16, true, true, TimingModel.UNIT)).build();
        SbiFirmware firmware = new SbiFirmware(made);
        made.addBootAction(() -> {
            firmware.boot(KERNEL, DEVICE_TREE);
            made.hart().csrs().write(Csr.STVEC, HANDLER);
        });
        return made;
    }

    private static long at(int address) {
        return Integer.toUnsignedLong(address);
    }

    private void assertHandlerEntered(Cause cause, int tval) {
        assertEquals(HANDLER, hart.pc, "in the kernel's trap handler");
        assertEquals(Hart.S, hart.mode());
        assertEquals(cause.value(), hart.csrs().read(Csr.SCAUSE));
        assertEquals(tval, hart.csrs().read(Csr.STVAL));
        assertEquals(KERNEL, hart.csrs().read(Csr.SEPC));
    }

    private int misaligned(int instruction, int address, int value) {
        machine.memory().writeInt(at(KERNEL), instruction);
        hart.pc = KERNEL;
        hart.setX(Register.S0.number(), address);
        hart.setX(Register.S1.number(), value);
        machine.step();
        return hart.x[Register.A0.number()];
    }

    private static int load(Instruction instruction) {
        return instruction.encode(Register.A0.number(), Register.S0.number(), 0, 0);
    }

    private static int store(Instruction instruction) {
        return instruction.encode(0, Register.S0.number(), Register.S1.number(), 0);
    }

    @Test
    void misalignedLoadsAndStoresAreDoneForAHartThatTrapsThem() {
        machine.memory().writeInt(at(BUFFER), 0x8483_8281);
        machine.memory().writeInt(at(BUFFER + 4), 0x8887_8685);
        assertEquals(0x8584_8382, misaligned(load(Instruction.LW), BUFFER + 1, 0));
        assertEquals(KERNEL + 4, hart.pc);
        assertEquals(0xffff_8584, misaligned(load(Instruction.LH), BUFFER + 3, 0));
        assertEquals(0x8584, misaligned(load(Instruction.LHU), BUFFER + 3, 0));
        misaligned(store(Instruction.SW), BUFFER + 2, 0x0403_0201);
        assertEquals(0x0201_8281, machine.memory().readInt(at(BUFFER)));
        assertEquals(0x8887_0403, machine.memory().readInt(at(BUFFER + 4)));
        misaligned(store(Instruction.SH), BUFFER + 3, 0x7766);
        assertEquals(0x6601_8281, machine.memory().readInt(at(BUFFER)));
        int compressed = 0x4008; // c.lw a0, 0(s0)
        assertEquals(0x8284_8382 & 0xff, misaligned(compressed, BUFFER + 1, 0) & 0xff);
        assertEquals(KERNEL + 2, hart.pc);
    }

    @Test
    void misalignedAccessThatFaultsReportsTheByte() {
        int end = RAM + RAM_BYTES;
        misaligned(load(Instruction.LW), end - 2, 0);
        assertHandlerEntered(Cause.LOAD_ACCESS_FAULT, end);
        misaligned(store(Instruction.SW), end - 1, 0);
        assertHandlerEntered(Cause.STORE_ACCESS_FAULT, end);
        int amo = Instruction.AMOADD_W.encode(Register.A0.number(), Register.S0.number(),
                Register.S1.number(), 0);
        misaligned(amo, BUFFER + 2, 1);
        assertHandlerEntered(Cause.STORE_ADDRESS_MISALIGNED, BUFFER + 2);
    }
}
