package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.List;
import org.objectweb.asm.Opcodes;

/** The bytecodes that only look at the operand stack: constants, arithmetic, stack shuffling. */
final class SimpleInstructions {
    private final Code code;

    SimpleInstructions(Code code) {
        this.code = code;
    }

    /** Writes the instruction; false if it is not one of these. */
    boolean write(int opcode) {
        return constant(opcode) || binary(opcode) || unary(opcode) || shuffle(opcode);
    }

    private boolean constant(int opcode) {
        if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
            code.push(code.constant(opcode - Opcodes.ICONST_0));
        } else if (opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1) {
            code.push(code.constantLong(opcode - Opcodes.LCONST_0));
        } else if (opcode == Opcodes.ACONST_NULL) {
            code.push(code.constant(0));
        } else {
            return false;
        }
        return true;
    }

    private boolean binary(int opcode) {
        if (opcode == Opcodes.LCMP) {
            Value right = code.pop();
            code.push(code.compare(code.pop(), right));
            return true;
        }
        Op op = switch (opcode) {
            case Opcodes.IADD -> Op.ADD;
            case Opcodes.LADD -> Op.ADD_LONG;
            case Opcodes.ISUB -> Op.SUB;
            case Opcodes.LSUB -> Op.SUB_LONG;
            case Opcodes.IMUL -> Op.MUL;
            case Opcodes.LMUL -> Op.MUL_LONG;
            case Opcodes.IDIV -> Op.DIV;
            case Opcodes.LDIV -> Op.DIV_LONG;
            case Opcodes.IREM -> Op.REM;
            case Opcodes.LREM -> Op.REM_LONG;
            case Opcodes.ISHL -> Op.SLL;
            case Opcodes.LSHL -> Op.SLL_LONG;
            case Opcodes.ISHR -> Op.SRA;
            case Opcodes.LSHR -> Op.SRA_LONG;
            case Opcodes.IUSHR -> Op.SRL;
            case Opcodes.LUSHR -> Op.SRL_LONG;
            case Opcodes.IAND -> Op.AND;
            case Opcodes.LAND -> Op.AND_LONG;
            case Opcodes.IOR -> Op.OR;
            case Opcodes.LOR -> Op.OR_LONG;
            case Opcodes.IXOR -> Op.XOR;
            case Opcodes.LXOR -> Op.XOR_LONG;
            default -> null;
        };
        if (op == null) {
            return false;
        }
        Value right = code.pop();
        Value left = code.pop();
        if (op == Op.DIV || op == Op.REM || op == Op.DIV_LONG || op == Op.REM_LONG) {
            code.checkDivisor(right);
        }
        code.push(code.emit(op, left, right));
        return true;
    }

    private boolean unary(int opcode) {
        switch (opcode) {
            case Opcodes.INEG -> {
                Value value = code.pop();
                code.push(code.emit(Op.SUB, code.constant(0), value));
            }
            case Opcodes.LNEG -> {
                Value value = code.pop();
                code.push(code.emit(Op.SUB_LONG, code.constantLong(0), value));
            }
            case Opcodes.I2B -> unary(Op.SEXT8);
            case Opcodes.I2S -> unary(Op.SEXT16);
            case Opcodes.I2C -> unary(Op.ZEXT16);
            case Opcodes.I2L -> unary(Op.SEXT_LONG);
            case Opcodes.L2I -> unary(Op.LOW);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void unary(Op op) {
        code.push(code.emit(op, code.pop()));
    }

    /** Dup forms count words: a long is two of them, and one value here. */
    private boolean shuffle(int opcode) {
        switch (opcode) {
            case Opcodes.NOP -> {
            }
            case Opcodes.POP -> code.pop();
            case Opcodes.POP2 -> words(2);
            case Opcodes.DUP -> duplicate(1, 0);
            case Opcodes.DUP_X1 -> duplicate(1, 1);
            case Opcodes.DUP_X2 -> duplicate(1, 2);
            case Opcodes.DUP2 -> duplicate(2, 0);
            case Opcodes.DUP2_X1 -> duplicate(2, 1);
            case Opcodes.DUP2_X2 -> duplicate(2, 2);
            case Opcodes.SWAP -> {
                Value top = code.pop();
                Value below = code.pop();
                code.push(top);
                code.push(below);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Copies the upper {@code count} words below the {@code under} words that they lie on. */
    private void duplicate(int count, int under) {
        List<Value> upper = words(count);
        List<Value> lower = words(under);
        upper.forEach(code::push);
        lower.forEach(code::push);
        upper.forEach(code::push);
    }

    private List<Value> words(int count) {
        java.util.ArrayList<Value> values = new java.util.ArrayList<>();
        int left = count;
        while (left > 0) {
            Value value = code.pop();
            values.add(0, value);
            left -= value.type() == Type.I64 ? 2 : 1;
        }
        return values;
    }
}
