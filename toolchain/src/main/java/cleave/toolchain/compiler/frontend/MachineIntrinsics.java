package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.EcallRegisters;
import cleave.toolchain.compiler.ir.MachineOperation;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code Rv}, {@code Csr}, {@code Atomic} and {@code Panic}. */
final class MachineIntrinsics {
    private static final String RV = "cleave/magic/Rv.";
    private static final String CSR = "cleave/magic/Csr.";
    private static final String ATOMIC = "cleave/magic/Atomic.";
    private static final String OF_CSR = "(Lcleave/toolchain/isa/Csr;I)";
    /** Predecessor and successor sets of a fence: I, O, R, W from bit 3 on. */
    private static final int FENCE_MEMORY = 0x33;
    private static final int FENCE_ALL = 0xff;

    private MachineIntrinsics() {
    }

    static void addTo(Map<String, Intrinsic> table) {
        addFences(table);
        addCalls(table);
        table.put(RV + "mulh(II)I", call -> call.code().emit(Op.MULH, call.argument(0),
                call.argument(1)));
        table.put(RV + "mulhu(II)I", call -> call.code().emit(Op.MULHU, call.argument(0),
                call.argument(1)));
        table.put(RV + "sp()Lcleave/magic/Address;", call -> call.code().emitTyped(Op.MACHINE,
                Type.I32, move(Register.SP)));
        table.put(RV + "tp()Lcleave/magic/Address;", call -> call.code().emitTyped(Op.MACHINE,
                Type.I32, move(Register.TP)));
        table.put(RV + "setTp(Lcleave/magic/Address;)V",
                call -> effect(call, move(Register.TP), call.argument(0)));
        addCsrs(table);
        addAtomics(table);
        table.put("cleave/magic/Panic.stop(Ljava/lang/String;)V", call -> {
            call.code().emitWith(Op.PANIC, call.text(0));
            return null;
        });
    }

    private static MachineOperation move(Register register) {
        return new MachineOperation(Instruction.ADDI, null, 0, register);
    }

    private static Value effect(Intrinsic.Call call, MachineOperation operation,
            Value... operands) {
        call.code().emitTyped(Op.MACHINE, Type.VOID, operation, operands);
        return null;
    }

    private static void addFences(Map<String, Intrinsic> table) {
        table.put(RV + "fence()V", call -> effect(call,
                new MachineOperation(Instruction.FENCE, null, FENCE_MEMORY, null)));
        table.put(RV + "fenceIo()V", call -> effect(call,
                new MachineOperation(Instruction.FENCE, null, FENCE_ALL, null)));
        Map<String, Instruction> plain = Map.of("fenceI", Instruction.FENCE_I,
                "sfenceVma", Instruction.SFENCE_VMA, "wfi", Instruction.WFI,
                "pause", Instruction.PAUSE, "ebreak", Instruction.EBREAK);
        plain.forEach((name, instruction) -> table.put(RV + name + "()V",
                call -> effect(call, MachineOperation.of(instruction))));
        MachineOperation sfence = MachineOperation.of(Instruction.SFENCE_VMA);
        table.put(RV + "sfenceVma(I)V", call -> effect(call, sfence, call.argument(0)));
        table.put(RV + "sfenceVma(II)V",
                call -> effect(call, sfence, call.argument(0), call.argument(1)));
        table.put(RV + "sfenceVmaAsid(I)V",
                call -> effect(call, MachineOperation.SFENCE_VMA_ASID, call.argument(0)));
    }

    private static void addCalls(Map<String, Intrinsic> table) {
        for (int count = 0; count <= 6; count++) {
            table.put(RV + "ecall(" + "I".repeat(count + 1) + ")I",
                    MachineIntrinsics::systemCall);
        }
        table.put(RV + "sbi(IIIIII)J", call -> {
            EcallRegisters registers = new EcallRegisters(List.of(Register.A7, Register.A6,
                    Register.A0, Register.A1, Register.A2, Register.A3), true);
            Value low = call.code().emitTyped(Op.ECALL, Type.I32, registers,
                    call.arguments().toArray(Value[]::new));
            return call.code().emit(Op.PAIR, low, call.code().emit(Op.SECOND_RESULT, low));
        });
    }

    private static Value systemCall(Intrinsic.Call call) {
        List<Register> registers = new ArrayList<>(List.of(Register.A7));
        for (int i = 1; i < call.arguments().size(); i++) {
            registers.add(Register.of(Register.A0.ordinal() + i - 1));
        }
        return call.code().emitTyped(Op.ECALL, Type.I32, new EcallRegisters(registers, false),
                call.arguments().toArray(Value[]::new));
    }

    private static void addCsrs(Map<String, Intrinsic> table) {
        table.put(CSR + "read(Lcleave/toolchain/isa/Csr;)I", call -> call.code().emitTyped(
                Op.MACHINE, Type.I32, MachineOperation.csr(Instruction.CSRRS, csr(call))));
        table.put(CSR + "write" + OF_CSR + "V", call -> effect(call,
                MachineOperation.csr(Instruction.CSRRW, csr(call)), call.argument(1)));
        Map<String, Instruction> changes = Map.of("swap", Instruction.CSRRW,
                "set", Instruction.CSRRS, "clear", Instruction.CSRRC);
        changes.forEach((name, instruction) -> table.put(CSR + name + OF_CSR + "I",
                call -> call.code().emitTyped(Op.MACHINE, Type.I32,
                        MachineOperation.csr(instruction, csr(call)), call.argument(1))));
    }

    private static Csr csr(Intrinsic.Call call) {
        if (call.code().meaning(call.argument(0)) instanceof Csr csr) {
            return csr;
        }
        throw call.code().refuse("literal-csr", "the CSR is not a constant: its number is part of"
                + " the instruction", "name it, as in Csr.read(SATP)");
    }

    private static void addAtomics(Map<String, Intrinsic> table) {
        table.put(ATOMIC + "loadReserved(Lcleave/magic/Address;)I", call -> atomic(call,
                Instruction.LR_W));
        table.put(ATOMIC + "storeConditional(Lcleave/magic/Address;I)Z", call -> {
            Value failed = atomic(call, Instruction.SC_W);
            return call.code().set(cleave.toolchain.compiler.ir.Condition.EQ, failed,
                    call.code().constant(0));
        });
        Map<String, Instruction> operations = Map.of("swap", Instruction.AMOSWAP_W,
                "add", Instruction.AMOADD_W, "and", Instruction.AMOAND_W,
                "or", Instruction.AMOOR_W, "xor", Instruction.AMOXOR_W,
                "min", Instruction.AMOMIN_W, "max", Instruction.AMOMAX_W,
                "minUnsigned", Instruction.AMOMINU_W, "maxUnsigned", Instruction.AMOMAXU_W);
        operations.forEach((name, instruction) -> table.put(ATOMIC + name
                + "(Lcleave/magic/Address;I)I", call -> atomic(call, instruction)));
    }

    private static Value atomic(Intrinsic.Call call, Instruction instruction) {
        return call.code().emitTyped(Op.MACHINE, Type.I32, MachineOperation.of(instruction),
                call.arguments().toArray(Value[]::new));
    }
}
