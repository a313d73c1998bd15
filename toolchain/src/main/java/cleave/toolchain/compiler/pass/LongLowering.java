package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Graph;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.ir.Width;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes every value an {@code i32}: a long becomes its low and its high word. Parameters are
 * renumbered by word, results are returned low word first, and division becomes a call of the
 * routine that libgcc has, too ({@code __divdi3} and its like).
 */
public final class LongLowering {
    private final Function function;
    private final Map<Value, Words> words = new LinkedHashMap<>();
    private final List<Value> branches = new ArrayList<>();
    private final LongArithmetic arithmetic;

    private LongLowering(Function function) {
        this.function = function;
        this.arithmetic = new LongArithmetic(function);
    }

    /** The two halves of a long. */
    record Words(Value low, Value high) {
    }

    public static void lower(Program program) {
        program.functions().forEach(LongLowering::lower);
    }

    public static void lower(Function function) {
        new LongLowering(function).run();
    }

    private void run() {
        for (Block block : Graph.reversePostorder(function)) {
            arithmetic.at(block);
            for (Value value : block.takeAll()) {
                arithmetic.at(value.position());
                lower(value);
            }
        }
        words.forEach((value, halves) -> {
            if (value.op() == Op.PHI) {
                for (Value operand : value.operands()) {
                    halves.low().addOperand(words.get(operand).low());
                    halves.high().addOperand(words.get(operand).high());
                }
            }
        });
        LongBranches.expand(function, branches, words);
        words.keySet().forEach(Value::clearOperands);
        List<Type> parameters = new ArrayList<>();
        for (Type type : function.parameters()) {
            parameters.add(Type.I32);
            if (type == Type.I64) {
                parameters.add(Type.I32);
            }
        }
        function.setParameters(parameters);
    }

    private void lower(Value value) {
        if (value.type() == Type.I64) {
            words.put(value, halves(value));
            return;
        }
        switch (value.op()) {
            case PARAMETER -> value.setAux(wordNumber((Integer) value.aux()));
            case CALL, CALL_POINTER, RETURN, LOCAL -> value.setOperands(operandWords(value));
            case STORE_LONG -> {
                store(value, 0, of(value, 1).low());
                store(value, 4, of(value, 1).high());
                value.clearOperands();
                return;
            }
            case CHECK_DIVISOR_LONG -> {
                Value any = arithmetic.emit(Op.OR, of(value, 0).low(), of(value, 0).high());
                value.become(Op.CHECK_DIVISOR, null);
                value.setOperands(any);
            }
            case BRANCH_LONG -> branches.add(value);
            case LOW -> {
                replace(value, of(value, 0).low());
                return;
            }
            case HIGH -> {
                replace(value, of(value, 0).high());
                return;
            }
            case SET_LONG -> {
                replace(value, arithmetic.set(value.condition(), of(value, 0), of(value, 1)));
                return;
            }
            case COMPARE_LONG, COMPAREU_LONG -> {
                replace(value, arithmetic.compare(value.op() == Op.COMPAREU_LONG, of(value, 0),
                        of(value, 1)));
                return;
            }
            default -> { }
        }
        arithmetic.block().append(value);
    }

    private static void replace(Value value, Value by) {
        value.replaceBy(by);
        value.clearOperands();
    }

    private Words of(Value value, int operand) {
        return words.get(value.operand(operand));
    }

    private Value[] operandWords(Value value) {
        List<Value> all = new ArrayList<>();
        for (Value operand : value.operands()) {
            Words pair = words.get(operand);
            if (pair == null) {
                all.add(operand);
            } else {
                all.add(pair.low());
                all.add(pair.high());
            }
        }
        return all.toArray(new Value[0]);
    }

    private int wordNumber(int parameter) {
        int number = 0;
        for (Type type : function.parameters().subList(0, parameter)) {
            number += type == Type.I64 ? 2 : 1;
        }
        return number;
    }

    private Words halves(Value value) {
        switch (value.op()) {
            case CONST_LONG:
                long bits = value.constantLong();
                return new Words(arithmetic.constant((int) bits),
                        arithmetic.constant((int) (bits >> 32)));
            case PARAMETER:
                int number = wordNumber((Integer) value.aux());
                return new Words(arithmetic.emit(Op.PARAMETER, Type.I32, number),
                        arithmetic.emit(Op.PARAMETER, Type.I32, number + 1));
            case PHI:
                return new Words(arithmetic.emit(Op.PHI, Type.I32, null),
                        arithmetic.emit(Op.PHI, Type.I32, null));
            case LOAD_LONG:
                return new Words(load(value, 0), load(value, 4));
            case CALL, CALL_POINTER:
                return called(value.op(), value.aux(), operandWords(value));
            case DIV_LONG, DIVU_LONG, REM_LONG, REMU_LONG:
                return called(Op.CALL, routine(value.op()), operandWords(value));
            case SEXT_LONG:
                return new Words(value.operand(0), arithmetic.sign(value.operand(0)));
            case ZEXT_LONG:
                return new Words(value.operand(0), arithmetic.constant(0));
            case PAIR:
                return new Words(value.operand(0), value.operand(1));
            case SLL_LONG, SRL_LONG, SRA_LONG:
                return arithmetic.shift(value.op(), of(value, 0), value.operand(1));
            case MUL_LONG:
                return arithmetic.multiply(value.operand(0), of(value, 0), value.operand(1),
                        of(value, 1));
            default:
                return arithmetic.linear(value.op(), of(value, 0), of(value, 1));
        }
    }

    /** The routine that a division becomes a call of; null for other operations. */
    static Symbol routine(Op op) {
        return switch (op) {
            case DIV_LONG -> new Symbol("__divdi3");
            case DIVU_LONG -> new Symbol("__udivdi3");
            case REM_LONG -> new Symbol("__moddi3");
            case REMU_LONG -> new Symbol("__umoddi3");
            default -> null;
        };
    }

    private Words called(Op op, Object aux, Value... operands) {
        Value low = arithmetic.emit(op, Type.I32, aux, operands);
        return new Words(low, arithmetic.emit(Op.SECOND_RESULT, low));
    }

    private static MemoryAccess word(Value value, int offset) {
        MemoryAccess access = value.access();
        return new MemoryAccess(Width.WORD, true, access.isVolatile(), access.offset() + offset,
                access.alias());
    }

    private Value load(Value value, int offset) {
        return arithmetic.emit(Op.LOAD, Type.I32, word(value, offset), value.operand(0));
    }

    private void store(Value value, int offset, Value half) {
        arithmetic.emit(Op.STORE, Type.VOID, word(value, offset), value.operand(0), half);
    }
}
