package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.FunctionAttributes;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.SwitchTable;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.ir.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Makes programs of random functions that end: (i64, i64, i32) to i64, with a table in memory. */
public final class RandomFunctions {
    public static final Symbol TABLE = new Symbol("table");
    private static final List<Type> PARAMETERS = List.of(Type.I64, Type.I64, Type.I32);
    private static final Op[] WORD_OPS = {Op.ADD, Op.SUB, Op.AND, Op.OR, Op.XOR, Op.SLL, Op.SRL,
        Op.SRA, Op.MUL, Op.MULH, Op.MULHU, Op.MULHSU, Op.DIV, Op.DIVU, Op.REM, Op.REMU};
    private static final Op[] LONG_OPS = {Op.ADD_LONG, Op.SUB_LONG, Op.AND_LONG, Op.OR_LONG,
        Op.XOR_LONG, Op.MUL_LONG, Op.DIV_LONG, Op.DIVU_LONG, Op.REM_LONG, Op.REMU_LONG};
    private static final Op[] LONG_SHIFTS = {Op.SLL_LONG, Op.SRL_LONG, Op.SRA_LONG};
    private static final Op[] NARROW = {Op.SEXT8, Op.ZEXT8, Op.SEXT16, Op.ZEXT16};
    private static final Alias[] ALIASES = {Alias.of("int[]"), Alias.of("T.a"), Alias.of("T.b")};

    private final Random random;
    private final List<Symbol> callable = new ArrayList<>();
    private Function function;
    private Block block;
    private List<Value> words;
    private List<Value> longs;
    private int line;

    public RandomFunctions(long seed) {
        random = new Random(seed);
    }

    public Program program(int functions) {
        Program program = new Program();
        program.add(new DataObject(TABLE, ".data", 8, new byte[128], new TreeMap<>(), 0, null,
                false));
        for (int i = 0; i < functions; i++) {
            program.add(function("F.f" + i));
        }
        return program;
    }

    private Function function(String name) {
        function = new Function(new Symbol(name), name, PARAMETERS, Type.I64,
                FunctionAttributes.NONE, position());
        block = function.newBlock();
        words = new ArrayList<>();
        longs = new ArrayList<>();
        for (int i = 0; i < PARAMETERS.size(); i++) {
            Value parameter = make(Op.PARAMETER, PARAMETERS.get(i), i);
            (PARAMETERS.get(i) == Type.I64 ? longs : words).add(parameter);
        }
        statements(3, 4 + random.nextInt(6));
        make(Op.RETURN, Type.VOID, null, aLong());
        callable.add(function.symbol());
        return function;
    }

    private Position position() {
        return new Position("test/F.java", "F.f", ++line, null);
    }

    private Value make(Op op, Type type, Object aux, Value... operands) {
        Value value = function.newValue(op, type, aux, position(), operands);
        block.append(value);
        return value;
    }

    private <T> T any(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private Value constant(int value) {
        return make(Op.CONST, Type.I32, value);
    }

    private int number() {
        return random.nextInt(3) == 0 ? random.nextInt() >> random.nextInt(32)
                : random.nextInt(3) == 0 ? 1 << random.nextInt(32) : random.nextInt(70) - 3;
    }

    private Value word() {
        if (random.nextInt(4) == 0) {
            return constant(number());
        }
        // Recent values more often, so that chains arise.
        int n = words.size();
        return words.get(Math.max(random.nextInt(n), random.nextInt(n)));
    }

    private Value aLong() {
        if (random.nextInt(5) == 0) {
            return make(Op.CONST_LONG, Type.I64, random.nextBoolean() ? (long) number()
                    : random.nextBoolean() ? number() & 0xffff_ffffL
                    : random.nextLong() >> random.nextInt(64));
        }
        int n = longs.size();
        return longs.get(Math.max(random.nextInt(n), random.nextInt(n)));
    }

    private void statements(int depth, int count) {
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(20);
            if (depth > 0 && kind < 3) {
                choice(depth);
            } else if (depth > 0 && kind == 3) {
                loop(depth);
            } else if (depth > 0 && kind == 4) {
                choiceOfMany(depth);
            } else if (kind < 8) {
                memory();
            } else if (kind == 8 && !callable.isEmpty()) {
                longs.add(make(Op.CALL, Type.I64, any(callable.toArray(new Symbol[0])), aLong(),
                        aLong(), word()));
            } else {
                operation();
            }
        }
    }

    private void operation() {
        switch (random.nextInt(12)) {
            case 0 -> longs.add(make(any(LONG_SHIFTS), Type.I64, null, aLong(), word()));
            case 1, 2 -> longs.add(make(any(LONG_OPS), Type.I64, null, aLong(), aLong()));
            case 3 -> longs.add(make(random.nextBoolean() ? Op.SEXT_LONG : Op.ZEXT_LONG, Type.I64,
                    null, word()));
            case 4 -> words.add(make(random.nextBoolean() ? Op.LOW : Op.HIGH, Type.I32, null,
                    aLong()));
            case 5 -> words.add(make(random.nextBoolean() ? Op.COMPARE_LONG : Op.COMPAREU_LONG,
                    Type.I32, null, aLong(), aLong()));
            case 6 -> words.add(make(Op.SET_LONG, Type.I32, any(Condition.values()), aLong(),
                    aLong()));
            case 7 -> words.add(make(Op.SET, Type.I32, any(Condition.values()), word(), word()));
            case 8 -> words.add(make(any(NARROW), Type.I32, null, word()));
            case 9 -> longs.add(make(Op.PAIR, Type.I64, null, word(), word()));
            default -> words.add(make(any(WORD_OPS), Type.I32, null, word(), word()));
        }
    }

    /** Each alias has its own third of the table. */
    private void memory() {
        int part = random.nextInt(3);
        Value base = make(Op.SYMBOL, Type.I32, TABLE.plus(0));
        int offset = part * 32;
        Width width = Width.values()[random.nextInt(4)];
        if (random.nextBoolean()) {
            Value index = make(Op.AND, Type.I32, null, word(), constant(3));
            if (random.nextInt(3) == 0) {
                make(Op.CHECK_INDEX, Type.VOID, null, index, constant(4));
            }
            base = make(Op.ADD, Type.I32, null, base,
                    make(Op.SLL, Type.I32, null, index, constant(3)));
        } else {
            offset += 8 * random.nextInt(4);
        }
        MemoryAccess access = new MemoryAccess(width, random.nextBoolean(),
                random.nextInt(12) == 0, offset, random.nextInt(8) == 0 ? Alias.ANY
                : ALIASES[part]);
        boolean isLong = width == Width.DOUBLE;
        if (random.nextBoolean()) {
            (isLong ? longs : words).add(make(isLong ? Op.LOAD_LONG : Op.LOAD,
                    isLong ? Type.I64 : Type.I32, access, base));
        } else {
            make(isLong ? Op.STORE_LONG : Op.STORE, Type.VOID, access, base,
                    isLong ? aLong() : word());
        }
    }

    /** Statements in their own scope; the word and the long that come out of it. */
    private Value[] scope(int depth) {
        int wordCount = words.size();
        int longCount = longs.size();
        statements(depth - 1, random.nextInt(4));
        Value[] results = {word(), aLong()};
        words.subList(wordCount, words.size()).clear();
        longs.subList(longCount, longs.size()).clear();
        return results;
    }

    private void branch() {
        if (random.nextInt(3) == 0) {
            make(Op.BRANCH_LONG, Type.VOID, any(Condition.values()), aLong(), aLong());
        } else {
            make(Op.BRANCH, Type.VOID, any(Condition.values()), word(), word());
        }
    }

    private void choice(int depth) {
        branch();
        join(depth, 2);
    }

    private void choiceOfMany(int depth) {
        int ways = 2 + random.nextInt(3);
        TreeMap<Integer, Integer> table = new TreeMap<>();
        for (int i = 1; i < ways; i++) {
            table.put(number(), i);
            table.put(i, i);
        }
        ways = 1 + table.values().stream().mapToInt(i -> i).max().orElse(0);
        make(Op.SWITCH, Type.VOID, new SwitchTable(table), word());
        join(depth, ways);
    }

    private void join(int depth, int ways) {
        Block from = block;
        Block join = function.newBlock();
        List<Value[]> results = new ArrayList<>();
        for (int i = 0; i < ways; i++) {
            block = function.newBlock();
            from.addSuccessor(block);
            results.add(random.nextInt(3) > 0 ? scope(depth)
                    : new Value[] {constant(random.nextInt(2)), aLong()});
            make(Op.JUMP, Type.VOID, null);
            block.addSuccessor(join);
        }
        block = join;
        words.add(make(Op.PHI, Type.I32, null,
                results.stream().map(each -> each[0]).toArray(Value[]::new)));
        longs.add(make(Op.PHI, Type.I64, null,
                results.stream().map(each -> each[1]).toArray(Value[]::new)));
    }

    private void loop(int depth) {
        Value first = constant(0);
        Value last = make(Op.AND, Type.I32, null, word(), constant(7));
        Value word = word();
        Value aLong = aLong();
        make(Op.JUMP, Type.VOID, null);
        Block header = function.newBlock();
        block.addSuccessor(header);
        block = header;
        Value counter = make(Op.PHI, Type.I32, null, first);
        Value wordPhi = make(Op.PHI, Type.I32, null, word);
        Value longPhi = make(Op.PHI, Type.I64, null, aLong);
        words.add(counter);
        words.add(wordPhi);
        longs.add(longPhi);
        make(Op.BRANCH, Type.VOID, Condition.LT, counter, last);
        Block body = function.newBlock();
        Block after = function.newBlock();
        header.addSuccessor(body);
        header.addSuccessor(after);
        block = body;
        if (random.nextBoolean()) {
            make(Op.CHECK_INDEX, Type.VOID, null, counter, last);
        }
        Value[] results = scope(depth);
        Value next = make(Op.ADD, Type.I32, null, counter, constant(1));
        make(Op.JUMP, Type.VOID, null);
        block.addSuccessor(header);
        counter.addOperand(next);
        wordPhi.addOperand(results[0]);
        longPhi.addOperand(results[1]);
        block = after;
    }
}
