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

    /** A comparison of two unsigned numbers, remembered for the branch that asks for its sign. */
    record UnsignedComparison(Value left, Value right) {
    }

    private final Function function;
    private final CompilerOptions options;
    private final boolean unchecked;
    private final SsaBuilder ssa;
    private final List<Value> stack = new ArrayList<>();
    private final Map<Value, UnsignedComparison> comparisons = new HashMap<>();
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

    /** {@code base + (index << shift)}. */
    Value indexed(Value base, Value index, int bytes) {
        if (index.isConst()) {
            int offset = index.constant() * bytes;
            return offset == 0 ? base : emit(Op.ADD, base, constant(offset));
        }
        Value scaled = bytes == 1 ? index
                : Integer.bitCount(bytes) == 1
                ? emit(Op.SLL, index, constant(Integer.numberOfTrailingZeros(bytes)))
                : emit(Op.MUL, index, constant(bytes));
        return emit(Op.ADD, base, scaled);
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
                : emit(Op.SUB, set(Condition.GTU, left, right),
                        set(Condition.LTU, left, right));
        comparisons.put(value, new UnsignedComparison(left, right));
        return value;
    }

    /** What {@link #compareUnsigned} compared; null if the value is something else. */
    UnsignedComparison unsignedComparison(Value value) {
        return comparisons.get(value);
    }
}
