package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.pass.LongLowering.Words;
import java.util.List;

/** The arithmetic of longs in words, appended to a block; a shift by a variable ends that block. */
final class LongArithmetic {
    private final Function function;
    private Block block;
    private Position position;

    LongArithmetic(Function function) {
        this.function = function;
    }

    void at(Block newBlock) {
        block = newBlock;
    }

    void at(Position newPosition) {
        position = newPosition;
    }

    /** Where the next value goes. */
    Block block() {
        return block;
    }

    Value emit(Op op, Type type, Object aux, Value... operands) {
        Value value = function.newValue(op, type, aux, position, operands);
        block.append(value);
        return value;
    }

    Value emit(Op op, Value... operands) {
        return emit(op, op.result(), null, operands);
    }

    Value constant(int value) {
        return emit(Op.CONST, Type.I32, value);
    }

    Value set(Condition condition, Value a, Value b) {
        return emit(Op.SET, Type.I32, condition, a, b);
    }

    Value sign(Value word) {
        return emit(Op.SRA, word, constant(31));
    }

    // ---- addition and logic ----

    Words linear(Op op, Words a, Words b) {
        return switch (op) {
            case ADD_LONG -> {
                Value low = emit(Op.ADD, a.low(), b.low());
                Value carry = set(Condition.LTU, low, b.low());
                Value high = emit(Op.ADD, a.high(), b.high());
                yield new Words(low, emit(Op.ADD, high, carry));
            }
            case SUB_LONG -> {
                Value borrow = set(Condition.LTU, a.low(), b.low());
                Value high = emit(Op.SUB, a.high(), b.high());
                yield new Words(emit(Op.SUB, a.low(), b.low()), emit(Op.SUB, high, borrow));
            }
            case AND_LONG -> each(Op.AND, a, b);
            case OR_LONG -> each(Op.OR, a, b);
            case XOR_LONG -> each(Op.XOR, a, b);
            default -> throw new IllegalArgumentException("no rule to lower " + op);
        };
    }

    private Words each(Op op, Words a, Words b) {
        return new Words(emit(op, a.low(), b.low()), emit(op, a.high(), b.high()));
    }

    // ---- multiplication ----

    /** Values and their words: where one is an extended word, fewer products are needed. */
    Words multiply(Value left, Words a, Value right, Words b) {
        Value low = emit(Op.MUL, a.low(), b.low());
        boolean signed = isSigned(left) && isSigned(right);
        if (signed || isUnsigned(left) && isUnsigned(right)) {
            return new Words(low, emit(signed ? Op.MULH : Op.MULHU, a.low(), b.low()));
        }
        if (isSigned(left) && isUnsigned(right)) {
            return new Words(low, emit(Op.MULHSU, a.low(), b.low()));
        }
        if (isUnsigned(left) && isSigned(right)) {
            return new Words(low, emit(Op.MULHSU, b.low(), a.low()));
        }
        Value high = emit(Op.MULHU, a.low(), b.low());
        if (!isUnsigned(right)) {
            high = emit(Op.ADD, high, emit(Op.MUL, a.low(), b.high()));
        }
        if (!isUnsigned(left)) {
            high = emit(Op.ADD, high, emit(Op.MUL, a.high(), b.low()));
        }
        return new Words(low, high);
    }

    private static boolean isSigned(Value value) {
        return value.op() == Op.SEXT_LONG
                || value.isConstLong() && value.constantLong() == (int) value.constantLong();
    }

    private static boolean isUnsigned(Value value) {
        return value.op() == Op.ZEXT_LONG
                || value.isConstLong() && value.constantLong() >>> 32 == 0;
    }

    // ---- shifts ----

    Words shift(Op op, Words a, Value amount) {
        if (!amount.isConst()) {
            return shiftByVariable(op, a, amount);
        }
        int by = amount.constant() & 63;
        if (by == 0) {
            return a;
        }
        return by < 32 ? shiftNear(op, a, constant(by), constant(32 - by), false)
                : shiftFar(op, a, constant(by - 32), by == 32);
    }

    /**
     * By less than a word.
     *
     * @param back the amount by which bits move to the other word; for {@code inTwo} that less one
     */
    private Words shiftNear(Op op, Words a, Value by, Value back, boolean inTwo) {
        if (op == Op.SLL_LONG) {
            Value over = inTwo ? emit(Op.SRL, a.low(), constant(1)) : a.low();
            Value high = emit(Op.OR, emit(Op.SLL, a.high(), by), emit(Op.SRL, over, back));
            return new Words(emit(Op.SLL, a.low(), by), high);
        }
        Value over = inTwo ? emit(Op.SLL, a.high(), constant(1)) : a.high();
        Value low = emit(Op.OR, emit(Op.SRL, a.low(), by), emit(Op.SLL, over, back));
        return new Words(low, emit(op == Op.SRL_LONG ? Op.SRL : Op.SRA, a.high(), by));
    }

    /** By a word and {@code by}, of which shifts see the low five bits. */
    private Words shiftFar(Op op, Words a, Value by, boolean exactly) {
        return switch (op) {
            case SLL_LONG -> new Words(constant(0),
                    exactly ? a.low() : emit(Op.SLL, a.low(), by));
            case SRL_LONG -> new Words(exactly ? a.high() : emit(Op.SRL, a.high(), by),
                    constant(0));
            default -> new Words(exactly ? a.high() : emit(Op.SRA, a.high(), by),
                    sign(a.high()));
        };
    }

    /** Two ways: by less than a word, and by more. */
    private Words shiftByVariable(Op op, Words a, Value amount) {
        Block far = function.newBlock();
        Block near = function.newBlock();
        Block join = function.newBlock();
        for (Block successor : List.copyOf(block.successors())) {
            successor.replacePredecessor(block, join);
        }
        Value isFar = emit(Op.AND, amount, constant(32));
        emit(Op.BRANCH, Type.VOID, Condition.NE, isFar, constant(0));
        block.addSuccessor(far);
        block.addSuccessor(near);
        block = far;
        Words shiftedFar = shiftFar(op, a, amount, false);
        emit(Op.JUMP);
        far.addSuccessor(join);
        block = near;
        // 31 - amount in the low five bits: with the shift by one it moves nothing for amount 0.
        Value back = emit(Op.XOR, amount, constant(-1));
        Words shiftedNear = shiftNear(op, a, amount, back, true);
        emit(Op.JUMP);
        near.addSuccessor(join);
        block = join;
        return new Words(emit(Op.PHI, Type.I32, null, shiftedFar.low(), shiftedNear.low()),
                emit(Op.PHI, Type.I32, null, shiftedFar.high(), shiftedNear.high()));
    }

    // ---- comparison ----

    /** 1 if the condition holds. */
    Value set(Condition condition, Words a, Words b) {
        return switch (condition) {
            case EQ, NE -> set(condition, emit(Op.OR, emit(Op.XOR, a.low(), b.low()),
                    emit(Op.XOR, a.high(), b.high())), constant(0));
            case LT, LTU -> less(condition, a, b);
            case GT, GTU -> less(condition.swapped(), b, a);
            case GE, GEU -> emit(Op.XOR, less(condition.negated(), a, b), constant(1));
            case LE, LEU -> emit(Op.XOR, less(condition.negated().swapped(), b, a), constant(1));
        };
    }

    private Value less(Condition condition, Words a, Words b) {
        if (condition == Condition.LT && b.low().isConst(0) && b.high().isConst(0)) {
            return set(Condition.LT, a.high(), b.high());
        }
        Value high = set(condition, a.high(), b.high());
        Value equal = set(Condition.EQ, a.high(), b.high());
        Value low = set(Condition.LTU, a.low(), b.low());
        return emit(Op.OR, high, emit(Op.AND, equal, low));
    }

    /** -1, 0 or 1. */
    Value compare(boolean unsigned, Words a, Words b) {
        Value high = order(unsigned ? Condition.LTU : Condition.LT, a.high(), b.high());
        Value low = order(Condition.LTU, a.low(), b.low());
        Value equal = set(Condition.EQ, high, constant(0));
        return emit(Op.OR, high, emit(Op.AND, low, emit(Op.SUB, constant(0), equal)));
    }

    private Value order(Condition less, Value a, Value b) {
        return emit(Op.SUB, set(less, b, a), set(less, a, b));
    }
}
