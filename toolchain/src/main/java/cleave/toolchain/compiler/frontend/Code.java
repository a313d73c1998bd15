package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.CompilerOptions;
import cleave.toolchain.compiler.Violation;
import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A function while it is written: the place where the next value goes, and the operand stack. */
final class Code {
    /** Null is found by the fault of an access below this offset. */
    private static final int NULL_PAGE = 4096;

    /** A three-way comparison, remembered for the branch that asks for its sign. */
    record Comparison(Value left, Value right, boolean unsigned) {
    }

    private final Function function;
    private final CompilerOptions options;
    private final boolean unchecked;
    private final SsaBuilder ssa;
    private final List<Value> stack = new ArrayList<>();
    private final Map<Value, Comparison> comparisons = new HashMap<>();
    private final Map<Value, Object> meanings = new HashMap<>();
    private Block block;
    private Position position;

    Code(Function function, CompilerOptions options, boolean unchecked) {
        this.function = function;
        this.options = options;
        this.unchecked = unchecked;
        this.ssa = new SsaBuilder(function);
        this.position = function.position();
    }

    Function function() {
        return function;
    }

    CompilerOptions options() {
        return options;
    }

    SsaBuilder ssa() {
        return ssa;
    }

    Block block() {
        return block;
    }

    Position position() {
        return position;
    }

    void setPosition(Position newPosition) {
        position = newPosition;
    }

    /** Goes on at the end of {@code next}. */
    void enter(Block next) {
        block = next;
    }

    /** A violation at this line. */
    Refusal refuse(String rule, String message, String suggestion) {
        return new Refusal(Violation.at(position, rule, message, suggestion));
    }

    /** An array in place has no length before it: nobody else may get hold of it. */
    void refuseInPlace(Shape shape) {
        if (shape instanceof Shape.InPlace array) {
            throw refuse("in-place-array", "the array " + array.field() + " is in place, and"
                    + " cannot be passed on or stored", "pass the struct, or its Address");
        }
    }

    // ---- operands ----

    List<Value> stack() {
        return stack;
    }

    void push(Value value) {
        stack.add(value);
    }

    Value pop() {
        return ssa.current(stack.remove(stack.size() - 1));
    }

    /** The last {@code count} operands, in the order in which they were pushed. */
    List<Value> pop(int count) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(0, pop());
        }
        return values;
    }

    // ---- values ----

    Value emit(Op op, Value... operands) {
        return emitTyped(op, op.result(), null, operands);
    }

    Value emitWith(Op op, Object aux, Value... operands) {
        return emitTyped(op, op.result(), aux, operands);
    }

    Value emitTyped(Op op, Type type, Object aux, Value... operands) {
        Value value = function.newValue(op, type, aux, position, operands);
        block.append(value);
        return value;
    }

    Value constant(int value) {
        return emitWith(Op.CONST, value);
    }

    Value constantLong(long value) {
        return emitWith(Op.CONST_LONG, value);
    }

    Value symbol(Symbol symbol) {
        return emitWith(Op.SYMBOL, new SymbolAddress(symbol, 0));
    }

    Value call(Symbol symbol, Type result, List<Value> arguments) {
        return emitTyped(Op.CALL, result, symbol, arguments.toArray(Value[]::new));
    }

    /** Calls, and pushes the result if there is one. */
    void pushCall(Symbol symbol, Type result, List<Value> arguments) {
        Value value = call(symbol, result, arguments);
        if (result != Type.VOID) {
            push(value);
        }
    }

    /** 1 if the condition holds, of two words or two longs. */
    Value set(Condition condition, Value left, Value right) {
        return emitWith(left.type() == Type.I64 ? Op.SET_LONG : Op.SET, condition, left, right);
    }

    /** {@code base + offset}. */
    Value plus(Value base, int offset) {
        return offset == 0 ? base : emit(Op.ADD, base, constant(offset));
    }

    /** {@code base + index * bytes}. */
    Value indexed(Value base, Value index, int bytes) {
        if (index.isConst()) {
            return plus(base, index.constant() * bytes);
        }
        Value scaled = bytes == 1 ? index
                : Integer.bitCount(bytes) == 1
                ? emit(Op.SLL, index, constant(Integer.numberOfTrailingZeros(bytes)))
                : emit(Op.MUL, index, constant(bytes));
        return emit(Op.ADD, base, scaled);
    }

    /**
     * A value that does not exist on the machine, only as the literal argument of an intrinsic:
     * a class, a CSR, or the message of a throwable.
     */
    Value placeholder(Object meaning) {
        Value value = constant(0);
        meanings.put(value, meaning);
        return value;
    }

    /** Gives a placeholder its meaning. */
    void setMeaning(Value placeholder, Object meaning) {
        meanings.put(placeholder, meaning);
    }

    /** What a placeholder stands for; null for a real value. */
    Object meaning(Value value) {
        return meanings.get(value);
    }

    // ---- memory ----

    Value load(MemoryAccess access, Value address) {
        return emitWith(access.width() == cleave.toolchain.compiler.ir.Width.DOUBLE ? Op.LOAD_LONG
                : Op.LOAD, access, address);
    }

    void store(MemoryAccess access, Value address, Value value) {
        emitWith(value.type() == Type.I64 ? Op.STORE_LONG : Op.STORE, access, address, value);
    }

    /** Before an access at that offset from a reference. */
    void checkNull(Value reference, int offset) {
        boolean faults = options.nullChecks() == CompilerOptions.NullChecks.FAULT
                && offset < NULL_PAGE;
        if (!unchecked && !faults) {
            emit(Op.CHECK_NULL, reference);
        }
    }

    /** Whether checks are waived here. */
    boolean isUnchecked() {
        return unchecked;
    }

    void checkDivisor(Value divisor) {
        boolean isLong = divisor.type() == Type.I64;
        boolean proven = isLong ? divisor.isConstLong() && divisor.constantLong() != 0
                : divisor.isConst() && divisor.constant() != 0;
        if (!unchecked && !proven) {
            emit(isLong ? Op.CHECK_DIVISOR_LONG : Op.CHECK_DIVISOR, divisor);
        }
    }

    // ---- comparisons ----

    /** -1, 0 or 1; a branch on its sign becomes an unsigned branch. */
    Value compareUnsigned(Value left, Value right) {
        Value value = left.type() == Type.I64 ? emit(Op.COMPAREU_LONG, left, right)
                : difference(Condition.GTU, Condition.LTU, left, right);
        comparisons.put(value, new Comparison(left, right, true));
        return value;
    }

    /** -1, 0 or 1; a branch on its sign becomes a branch on the operands. */
    Value compare(Value left, Value right) {
        Value value = left.type() == Type.I64 ? emit(Op.COMPARE_LONG, left, right)
                : difference(Condition.GT, Condition.LT, left, right);
        comparisons.put(value, new Comparison(left, right, false));
        return value;
    }

    private Value difference(Condition greater, Condition less, Value left, Value right) {
        return emit(Op.SUB, set(greater, left, right), set(less, left, right));
    }

    /** What the value compares; null if it is something else. */
    Comparison comparison(Value value) {
        return comparisons.get(value);
    }
}
