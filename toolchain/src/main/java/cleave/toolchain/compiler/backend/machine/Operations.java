package cleave.toolchain.compiler.backend.machine;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.MachineOperation;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;

/** Which instructions operations are. */
public final class Operations {
    /** The bits aq and rl, as the table of instructions has them. */
    private static final int ACQUIRE_RELEASE = 3;

    private Operations() {
    }

    /** The instruction of the operation's own name. */
    public static Instruction instruction(Op op) {
        return Instruction.valueOf(op.name());
    }

    /** The load or store of that width. */
    public static Instruction access(Op op, MemoryAccess access) {
        boolean load = op == Op.LOAD;
        return switch (access.width()) {
            case BYTE -> !load ? Instruction.SB : access.signed() ? Instruction.LB
                    : Instruction.LBU;
            case HALF -> !load ? Instruction.SH : access.signed() ? Instruction.LH
                    : Instruction.LHU;
            case WORD -> load ? Instruction.LW : Instruction.SW;
            case DOUBLE -> throw new IllegalArgumentException("a long access was not lowered");
        };
    }

    /** The branch for the condition, with operands exchanged when {@link #isSwapped}. */
    public static Instruction branch(Condition condition) {
        return switch (condition) {
            case EQ -> Instruction.BEQ;
            case NE -> Instruction.BNE;
            case LT, GT -> Instruction.BLT;
            case GE, LE -> Instruction.BGE;
            case LTU, GTU -> Instruction.BLTU;
            case GEU, LEU -> Instruction.BGEU;
        };
    }

    public static boolean isSwapped(Condition condition) {
        return switch (condition) {
            case GT, LE, GTU, LEU -> true;
            default -> false;
        };
    }

    /** The branch that is taken when the given one is not. */
    public static Instruction opposite(Instruction branch) {
        return switch (branch) {
            case BEQ -> Instruction.BNE;
            case BNE -> Instruction.BEQ;
            case BLT -> Instruction.BGE;
            case BGE -> Instruction.BLT;
            case BLTU -> Instruction.BGEU;
            case BGEU -> Instruction.BLTU;
            default -> throw new IllegalArgumentException(branch + " is no branch");
        };
    }

    /** What the panic handler is told when that check has failed. */
    public static String message(Op check) {
        return switch (check) {
            case CHECK_INDEX -> "index out of bounds";
            case CHECK_NULL -> "null reference";
            case CHECK_DIVISOR -> "division by zero";
            case CHECK_SIZE -> "negative array size";
            default -> throw new IllegalArgumentException(check + " is no check");
        };
    }

    /** Whether the instruction has a 5-bit immediate in the place of rs1. */
    private static boolean takesImmediate(Instruction instruction) {
        return switch (instruction) {
            case CSRRWI, CSRRSI, CSRRCI -> true;
            default -> false;
        };
    }

    /** Emits the operation; registers it does not have are zero. */
    public static void writeMachine(Assembler a, MachineOperation operation, Register result,
            Register first, Register second, boolean hasOperand) {
        Instruction instruction = operation.instruction();
        if (operation.register() != null) {
            a.addi(hasOperand ? operation.register() : result,
                    hasOperand ? first : operation.register(), operation.immediate());
        } else if (operation.csr() != null) {
            a.emit(instruction, result,
                    takesImmediate(instruction) ? Register.of(operation.immediate()) : first,
                    Register.ZERO, operation.csr().number());
        } else if (instruction == Instruction.FENCE) {
            a.emit(instruction, Register.ZERO, Register.ZERO, Register.ZERO,
                    operation.immediate());
        } else if (operation.equals(MachineOperation.SFENCE_VMA_ASID)) {
            a.emit(instruction, Register.ZERO, Register.ZERO, first, 0);
        } else {
            Effect effect = instruction.effect();
            boolean atomic = effect instanceof Effect.Amo || effect instanceof Effect.LoadReserved
                    || effect instanceof Effect.StoreConditional;
            a.emit(instruction, result, first, second,
                    atomic ? ACQUIRE_RELEASE : operation.immediate());
        }
    }
}
