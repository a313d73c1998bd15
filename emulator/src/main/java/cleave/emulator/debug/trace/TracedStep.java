package cleave.emulator.debug.trace;

import cleave.emulator.debug.GuestView;
import cleave.emulator.debug.GuestView.Addressing;
import cleave.emulator.device.Device;
import cleave.emulator.hart.Hart;
import cleave.emulator.memory.Bus;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.CsrOperation;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;

/** An instruction and what it does, known half before and half after it was executed. */
final class TracedStep {
    private final Hart hart;
    private final GuestView view;
    private final Bus bus;

    long cycle;
    int mode;
    int pc;
    /** 16 or 32 bits, or {@link GuestView#NOWHERE}. */
    long bits;
    /** Null when the bits are none. */
    Instruction instruction;
    /** The register that is written, 0 for none. */
    int rd;
    int rdValue;
    /** The CSR that is accessed; null for none. */
    Csr csr;
    int csrBefore;
    int csrAfter;
    boolean csrWritten;
    /** Bytes accessed in memory, 0 for none. */
    int width;
    int va;
    boolean loads;
    boolean stores;
    int stored;
    /** The device that is accessed; null for memory. */
    Device device;
    long deviceOffset;

    TracedStep(Hart hart, GuestView view, Bus bus) {
        this.hart = hart;
        this.view = view;
        this.bus = bus;
    }

    /** Looks at the instruction that is about to be executed. */
    void before() {
        cycle = hart.cycle;
        mode = hart.mode();
        pc = hart.pc;
        bits = view.instruction(pc, mode);
        rd = 0;
        csr = null;
        width = 0;
        loads = false;
        stores = false;
        device = null;
        int word = (int) bits;
        if (bits >= 0 && Operands.isCompressed(word)) {
            word = CompressedInstruction.expand(word);
        }
        instruction = bits < 0 ? null : Instruction.decode(word);
        if (instruction != null) {
            rd = instruction.hasRd() ? Operands.rd(word) : 0;
            access(instruction.effect(), word);
        }
    }

    private void access(Effect effect, int word) {
        int rs1 = hart.x[Operands.rs1(word)];
        int rs2 = hart.x[Operands.rs2(word)];
        if (effect instanceof Effect.Load load) {
            memory(rs1 + instruction.format().immediate(word), load.width(), true, false, 0);
        } else if (effect instanceof Effect.Store store) {
            memory(rs1 + instruction.format().immediate(word), store.width(), false, true, rs2);
        } else if (effect instanceof Effect.LoadReserved) {
            memory(rs1, 4, true, false, 0);
        } else if (effect instanceof Effect.StoreConditional) {
            memory(rs1, 4, false, true, rs2);
        } else if (effect instanceof Effect.Amo) {
            memory(rs1, 4, true, true, 0);
        } else if (effect instanceof Effect.CsrAccess access) {
            csr = Csr.of(Operands.csr(word));
            csrBefore = csr == null ? 0 : hart.csrs().read(csr);
            csrWritten = access.operation() == CsrOperation.WRITE || Operands.rs1(word) != 0;
        }
    }

    private void memory(int address, int bytes, boolean load, boolean store, int value) {
        va = address;
        width = bytes;
        loads = load;
        stores = store;
        stored = bytes == 4 ? value : value & (1 << 8 * bytes) - 1;
        long pa = view.physical(address, Addressing.VIRTUAL);
        device = pa < 0 ? null : view.deviceAt(pa);
        if (device != null) {
            deviceOffset = pa - bus.windowAt(pa).base();
        }
    }

    /** Looks at what the instruction, which has retired, has done. */
    void after() {
        rdValue = hart.x[rd];
        if (csr != null) {
            csrAfter = hart.csrs().read(csr);
        }
        if (instruction == null) {
            return;
        }
        if (instruction.effect() instanceof Effect.Amo amo) {
            stored = storedByAmo();
        } else if (instruction.effect() instanceof Effect.StoreConditional) {
            stores = rd == 0 ? storedByAmo() == stored : rdValue == 0;
        }
    }

    private int storedByAmo() {
        long pa = view.physical(va, Addressing.VIRTUAL);
        return pa < 0 ? 0 : (int) bus.peek(pa, 4);
    }
}
