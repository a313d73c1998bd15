package cleave.toolchain.compiler.ir.eval;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.ir.SwitchTable;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs functions, before or after longs are lowered. Refuses what only the machine can do ({@code
 * MACHINE}, {@code ECALL}), and gives up after a number of steps.
 */
public final class Evaluator {
    private static final int GREATEST_DEPTH = 1000;

    private final Heap heap;
    private final java.util.function.Function<Symbol, Function> functions;
    private final Routines routines;
    private final long limit;
    private long steps;
    private int depth;

    /**
     * @param functions the functions of the program; null for symbols that are none
     * @param routines  what happens at calls of other symbols
     * @param limit     how many values may be computed
     */
    public Evaluator(Heap heap, java.util.function.Function<Symbol, Function> functions,
            Routines routines, long limit) {
        this.heap = heap;
        this.functions = functions;
        this.routines = routines;
        this.limit = limit;
    }

    public Heap heap() {
        return heap;
    }

    /** How many values have been computed by now. */
    public long steps() {
        return steps;
    }

    /**
     * Calls a function.
     *
     * @return none, one result, or low and high word of a lowered long
     * @throws EvaluationException if a check fails or the code needs the machine
     */
    public Word[] call(Symbol symbol, Word... arguments) {
        return call(symbol, arguments, null);
    }

    private Word[] call(Symbol symbol, Word[] arguments, Position position) {
        Function function = functions.apply(symbol);
        if (function != null) {
            return run(function, arguments, position);
        }
        Word[] results = routines.call(symbol, arguments, heap, position);
        if (results == null) {
            results = LongDivision.call(symbol, arguments);
        }
        if (results == null) {
            throw new EvaluationException(position,
                    symbol.name() + " is written in assembly and cannot run at build time");
        }
        return results;
    }

    private Word[] run(Function function, Word[] arguments, Position position) {
        if (++depth > GREATEST_DEPTH) {
            throw new EvaluationException(position, function.method() + " calls itself too deeply");
        }
        try {
            return new Frame(function, arguments).run();
        } finally {
            depth--;
        }
    }

    /** One activation of a function. */
    private final class Frame {
        private final Word[] arguments;
        private final Word[] words;
        private Word[] seconds;
        private Block block;
        private Word[] results;

        Frame(Function function, Word[] arguments) {
            this.arguments = arguments;
            this.words = new Word[function.valueCount()];
            this.block = function.entry();
        }

        Word[] run() {
            while (results == null) {
                for (Value value : block.values()) {
                    if (value.op().isTerminator()) {
                        break;
                    }
                    if (value.op() != Op.PHI && value.op() != Op.LOCAL) {
                        count(value);
                        words[value.id()] = compute(value);
                    }
                }
                leave(block.terminator());
            }
            return results;
        }

        private void count(Value value) {
            if (++steps > limit) {
                throw fault(value, "no end after " + limit + " steps");
            }
        }

        private Word word(Value value, int operand) {
            return words[value.operand(operand).id()];
        }

        private Word compute(Value value) {
            switch (value.op()) {
                case CONST:
                    return Word.of(value.constant());
                case CONST_LONG:
                    return Word.of(value.constantLong());
                case SYMBOL:
                    return heap.address((SymbolAddress) value.aux());
                case PARAMETER:
                    return arguments[(Integer) value.aux()];
                case LOAD, LOAD_LONG:
                    MemoryAccess from = value.access();
                    return heap.load(word(value, 0), from.offset(), from.width().bytes(),
                            from.signed(), value.position());
                case STORE, STORE_LONG:
                    MemoryAccess to = value.access();
                    heap.store(word(value, 0), to.offset(), to.width().bytes(), word(value, 1),
                            value.position());
                    return null;
                case CHECK_INDEX, CHECK_NULL, CHECK_DIVISOR, CHECK_DIVISOR_LONG, CHECK_SIZE:
                    check(value);
                    return null;
                case CALL, CALL_POINTER:
                    return called(value);
                case SECOND_RESULT:
                    return seconds[value.operand(0).id()];
                case ECALL, MACHINE:
                    throw fault(value, "an instruction of the machine cannot run at build time");
                default:
                    return pure(value);
            }
        }

        private Word pure(Value value) {
            Word a = word(value, 0);
            Word b = value.operands().size() > 1 ? word(value, 1) : Word.ZERO;
            long bits = Arithmetic.apply(value.op(), value.aux(), a.bits(), b.bits());
            Allocation origin = switch (value.op()) {
                case ADD, AND, OR -> a.origin() == null ? b.origin()
                        : b.origin() == null ? a.origin() : null;
                case SUB -> b.origin() == null ? a.origin() : null;
                default -> null;
            };
            return new Word(bits, origin);
        }

        private void check(Value value) {
            long a = word(value, 0).bits();
            switch (value.op()) {
                case CHECK_INDEX -> {
                    int length = word(value, 1).asInt();
                    if (Integer.compareUnsigned((int) a, length) >= 0) {
                        throw fault(value,
                                "index " + a + " is outside an array of length " + length);
                    }
                }
                case CHECK_NULL -> {
                    if (a == 0) {
                        throw fault(value, "a null dereference");
                    }
                }
                case CHECK_SIZE -> {
                    if (a < 0) {
                        throw fault(value, "the size of a new array is " + a);
                    }
                }
                default -> {
                    if (a == 0) {
                        throw fault(value, "a division by zero");
                    }
                }
            }
        }

        private Word called(Value value) {
            List<Word> operands = new ArrayList<>();
            for (Value operand : value.operands()) {
                operands.add(words[operand.id()]);
            }
            Symbol callee = value.op() == Op.CALL ? (Symbol) value.aux()
                    : heap.function(operands.remove(0));
            if (callee == null) {
                throw fault(value, "a call of an address where no function is");
            }
            Word[] called = call(callee, operands.toArray(new Word[0]), value.position());
            if (called.length > 1) {
                seconds = seconds == null ? new Word[words.length] : seconds;
                seconds[value.id()] = called[1];
            }
            return value.type() == Type.VOID || called.length == 0 ? null : called[0];
        }

        private void leave(Value terminator) {
            count(terminator);
            switch (terminator.op()) {
                case JUMP -> enter(0);
                case BRANCH, BRANCH_LONG -> {
                    Condition condition = terminator.condition();
                    enter(condition.holds(word(terminator, 0).bits(), word(terminator, 1).bits())
                            ? 0 : 1);
                }
                case SWITCH -> enter(((SwitchTable) terminator.aux())
                        .successor(word(terminator, 0).asInt()));
                case RETURN -> {
                    results = new Word[terminator.operands().size()];
                    for (int i = 0; i < results.length; i++) {
                        results[i] = word(terminator, i);
                    }
                }
                case PANIC -> throw fault(terminator, "a panic: " + terminator.aux());
                default -> throw fault(terminator, "a return from a call that does not return");
            }
        }

        private void enter(int successor) {
            Block next = block.successors().get(successor);
            int way = next.predecessors().indexOf(block);
            List<Value> phis = next.phis();
            Word[] incoming = new Word[phis.size()];
            for (int i = 0; i < incoming.length; i++) {
                incoming[i] = words[phis.get(i).operand(way).id()];
            }
            for (int i = 0; i < incoming.length; i++) {
                words[phis.get(i).id()] = incoming[i];
            }
            block = next;
        }

        private EvaluationException fault(Value value, String message) {
            return new EvaluationException(value.position(), message);
        }
    }
}
