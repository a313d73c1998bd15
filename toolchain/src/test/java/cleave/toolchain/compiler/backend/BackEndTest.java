package cleave.toolchain.compiler.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.EcallRegisters;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.FunctionAttributes;
import cleave.toolchain.compiler.ir.MachineOperation;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What both back ends do, shown by {@code qemu-riscv32}. */
class BackEndTest {
    @TempDir
    private Path folder;

    static List<BackEnd> backEnds() {
        return List.of(new NaiveBackEnd(), new OptimisingBackEnd());
    }

    private void check(BackEnd backEnd, GuestRun run, Integer... expected) throws Exception {
        List<String> lines = new ArrayList<>();
        for (Integer number : expected) {
            lines.add(String.format("%08x", number));
        }
        assertEquals(lines, run.run(backEnd, folder));
    }

    @ParameterizedTest
    @MethodSource("backEnds")
    void loopsSum(BackEnd backEnd) throws Exception {
        check(backEnd, new GuestRun().add("""
                function @sum(i32) i32
                b0:
                    v0 = parameter 0
                    v1 = const 0
                    v2 = const 1
                    jump -> b1
                b1:
                    v3 = phi v1, v6
                    v4 = phi v1, v5
                    branch v4, v0 [lt] -> b2, b3
                b2:
                    v5 = add v4, v2
                    v6 = add v3, v5
                    jump -> b1
                b3:
                    return v3
                """).call("sum", 0).call("sum", 10).call("sum", 1000), 0, 55, 500500);
    }

    @ParameterizedTest
    @MethodSource("backEnds")
    void phisOfOneBlockExchangeTheirValues(BackEnd backEnd) throws Exception {
        check(backEnd, new GuestRun().add("""
                function @swap(i32, i32, i32) i32
                b0:
                    v0 = parameter 0
                    v1 = parameter 1
                    v2 = parameter 2
                    v3 = const 0
                    v4 = const -1
                    v5 = const 1000
                    jump -> b1
                b1:
                    v6 = phi v0, v7
                    v7 = phi v1, v6
                    v8 = phi v2, v9
                    v9 = add v8, v4
                    branch v8, v3 [ne] -> b1, b2
                b2:
                    v10 = mul v6, v5
                    v11 = add v10, v7
                    return v11
                """).call("swap", 1, 2, 0).call("swap", 1, 2, 1).call("swap", 1, 2, 2),
                1002, 2001, 1002);
    }

    @ParameterizedTest
    @MethodSource("backEnds")
    void argumentsBeyondEightAreOnTheStack(BackEnd backEnd) throws Exception {
        StringBuilder many = new StringBuilder("function @many(i32, i32, i32, i32, i32, i32, i32,"
                + " i32, i32, i32, i32) i32\nb0:\n");
        for (int i = 0; i < 11; i++) {
            many.append("v").append(i).append(" = parameter ").append(i).append('\n');
        }
        many.append("v20 = const 3\nv21 = sub v8, v0\nv22 = mul v21, v20\nv23 = sub v22, v9\n"
                + "v24 = mul v23, v20\nv25 = sub v24, v10\nreturn v25\n");
        check(backEnd, new GuestRun().add(many.toString(), """
                function @turn(i32, i32) i32
                b0:
                    v0 = parameter 0
                    v1 = parameter 1
                    v2 = const 7
                    v3 = call @many v1, v2, v2, v2, v2, v2, v2, v2, v0, v1, v2
                    return v3
                """).call("many", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).call("turn", 100, 5),
                ((9 - 1) * 3 - 10) * 3 - 11, ((100 - 5) * 3 - 5) * 3 - 7);
    }

    @ParameterizedTest
    @MethodSource("backEnds")
    void valuesLiveAcrossCalls(BackEnd backEnd) throws Exception {
        check(backEnd, new GuestRun().add("""
                function @fib(i32) i32
                b0:
                    v0 = parameter 0
                    v1 = const 2
                    v2 = const -1
                    v3 = const -2
                    branch v0, v1 [lt] -> b1, b2
                b1:
                    return v0
                b2:
                    v4 = add v0, v2
                    v5 = call @fib v4
                    v6 = add v0, v3
                    v7 = call @fib v6
                    v8 = add v5, v7
                    return v8
                """).call("fib", 20), 6765);
    }

    @ParameterizedTest
    @MethodSource("backEnds")
    void memoryIsReadAndWrittenInAllWidths(BackEnd backEnd) throws Exception {
        check(backEnd, new GuestRun().add("""
                function @widths(i32) i32
                b0:
                    v0 = parameter 0
                    v1 = symbol @memory
                    store v1, v0 [word +4]
                    v2 = load v1 [byte +5]
                    v3 = load v1 [byteu +5]
                    v4 = load v1 [half +6]
                    v5 = load v1 [halfu +6]
                    store v1, v2 [byte +9]
                    store v1, v4 [half +10]
                    v6 = load v1 [word +8]
                    v7 = add v2, v3
                    v8 = add v4, v5
                    v9 = xor v7, v8
                    v10 = xor v9, v6
                    return v10
                """).call("widths", 0x9234f678),
                ((byte) 0xf6) + 0xf6 ^ ((short) 0x9234) + 0x9234 ^ 0x9234f600);
    }

    @ParameterizedTest
    @MethodSource("backEnds")
    void switchesGoWhereTheTableSays(BackEnd backEnd) throws Exception {
        String blocks = """
                b1:
                    v1 = const 100
                    return v1
                b2:
                    v2 = const 200
                    return v2
                b3:
                    v3 = const 300
                    return v3
                """;
        String head = "(i32) i32\nb0:\nv0 = parameter 0\nswitch v0 ";
        GuestRun run = new GuestRun().add(
                "function @dense" + head + "[3=1, 4=2, 5=1, 6=2, 7=1, 9=2] -> b1, b2, b3\n"
                        + blocks,
                "function @sparse" + head + "[-2147483648=1, -7=2, 0=1, 5=2, 1000=1, 70000=2,"
                        + " 2147483647=1] -> b1, b2, b3\n" + blocks);
        List<Integer> expected = new ArrayList<>();
        for (int key : new int[] {2, 3, 4, 5, 6, 7, 8, 9, 10, -1, Integer.MIN_VALUE}) {
            run.call("dense", key);
            expected.add(key < 3 || key == 8 || key > 9 ? 100 : key % 2 == 1 && key != 9 ? 200
                    : 300);
        }
        for (int key : new int[] {Integer.MIN_VALUE, -8, -7, -6, 0, 1, 5, 1000, 69999, 70000,
                Integer.MAX_VALUE}) {
            run.call("sparse", key);
            expected.add(switch (key) {
                case Integer.MIN_VALUE, 0, 1000, Integer.MAX_VALUE -> 200;
                case -7, 5, 70000 -> 300;
                default -> 100;
            });
        }
        check(backEnd, run, expected.toArray(new Integer[0]));
    }

    @ParameterizedTest
    @MethodSource("backEnds")
    void everyConditionIsSetAndBranchedOn(BackEnd backEnd) throws Exception {
        GuestRun run = new GuestRun();
        List<Integer> expected = new ArrayList<>();
        int[] numbers = {0, 1, -1, 5, Integer.MIN_VALUE, Integer.MAX_VALUE, -2048, 2047, 2048};
        for (Condition condition : Condition.values()) {
            for (int right : numbers) {
                String name = condition + "_" + (right & 0xffffffffL);
                run.add("""
                        function @NAME(i32, i32) i32
                        b0:
                            v0 = parameter 0
                            v1 = parameter 1
                            v2 = const RIGHT
                            v3 = set v0, v1 [COND]
                            v4 = set v0, v2 [COND]
                            v5 = const 1
                            v6 = sll v3, v5
                            v7 = or v6, v4
                            branch v0, v2 [COND] -> b1, b2
                        b1:
                            v8 = const 4
                            v9 = or v7, v8
                            jump -> b2
                        b2:
                            v10 = phi v7, v9
                            v11 = const 3
                            v12 = sll v10, v11
                            v13 = or v12, v10
                            return v13
                        """.replace("NAME", name).replace("RIGHT", "" + right)
                        .replace("COND", condition.toString()));
                for (int left : numbers) {
                    run.call(name, left, right);
                    int holds = condition.holds(left, right) ? 7 : 0;
                    expected.add(holds << 3 | holds);
                }
            }
        }
        check(backEnd, run, expected.toArray(new Integer[0]));
    }

    @ParameterizedTest
    @MethodSource("backEnds")
    void environmentCallsAndMachineInstructions(BackEnd backEnd) throws Exception {
        Function function = new Function(new Symbol("machine"), "Test.machine",
                List.of(Type.I32), Type.I32, FunctionAttributes.NONE, null);
        Block block = function.newBlock();
        Value[] values = {
            function.newValue(Op.PARAMETER, Type.I32, 0, null),
            function.newValue(Op.SYMBOL, GuestRun.MEMORY.plus(8), null),
            function.newValue(Op.CONST, 172, null)};
        List.of(values).forEach(block::append);
        List<Value> sum = new ArrayList<>();
        for (Instruction instruction : List.of(Instruction.AMOADD_W, Instruction.AMOXOR_W)) {
            Value value = function.newValue(Op.MACHINE, Type.I32,
                    MachineOperation.of(instruction), null, values[1], values[0]);
            block.append(value);
            sum.add(value);
        }
        Value lr = function.newValue(Op.MACHINE, Type.I32, MachineOperation.of(Instruction.LR_W),
                null, values[1]);
        Value sc = function.newValue(Op.MACHINE, Type.I32, MachineOperation.of(Instruction.SC_W),
                null, values[1], values[0]);
        Value fence = function.newValue(Op.MACHINE, Type.VOID,
                new MachineOperation(Instruction.FENCE, null, 0xff, null), null);
        Value sp = function.newValue(Op.MACHINE, Type.I32,
                new MachineOperation(Instruction.ADDI, null, 0, Register.SP), null);
        Value pid = function.newValue(Op.ECALL, Type.I32,
                new EcallRegisters(List.of(Register.A7), false), null, values[2]);
        Value positive = function.newValue(Op.SET, Condition.GT, null, pid, sc);
        Value aligned = function.newValue(Op.AND, null, null, sp, values[0]);
        Value a = function.newValue(Op.ADD, null, null, sum.get(0), sum.get(1));
        Value b = function.newValue(Op.ADD, null, null, a, positive);
        Value c = function.newValue(Op.ADD, null, null, b, lr);
        Value d = function.newValue(Op.ADD, null, null, c, aligned);
        Value end = function.newValue(Op.RETURN, null, null, d);
        List.of(lr, sc, fence, sp, pid, positive, aligned, a, b, c, d, end).forEach(block::append);
        // 0 before the addition, 15 before the exclusive or, 0 for lr, a positive process number
        check(backEnd, new GuestRun().add(function).call("machine", 15), 15 + 1);
    }

    /** A handler that prints line, index, length, whether they mean something, and ends. */
    private static void writeHandler(Assembler a) {
        a.function("handler");
        a.mv(Register.S3, Register.A0);
        for (int offset : new int[] {8, 16, 20, 24}) {
            a.lw(Register.A0, Register.S3, offset);
            a.call("print");
        }
        a.lw(Register.A1, Register.S3, 0);
        a.li(Register.A0, 1);
        a.li(Register.A2, 8);
        a.li(Register.A7, 64);
        a.ecall();
        a.li(Register.A0, 0);
        a.li(Register.A7, 93);
        a.ecall();
        a.end();
    }

    @ParameterizedTest
    @MethodSource("backEnds")
    void failedChecksReachTheHandlerWithTheirPlace(BackEnd backEnd) throws Exception {
        String function = """
                function @checked(i32, i32, i32) i32
                b0:
                    v0 = parameter 0
                    v1 = parameter 1
                    v2 = parameter 2
                    v4 = const 77
                    check_index v0, v1
                    check_divisor v2
                    check_size v2
                    check_index v4, v2
                    v3 = div v0, v2
                    return v3
                """;
        int[][] arguments = {{5, 5, 1}, {-1, 5, 1}, {4, 5, 0}, {4, 5, -3}, {4, 5, 77}};
        String[] expected = {
            "00000007,00000005,00000005,00000001,index ou",
            "00000007,ffffffff,00000005,00000001,index ou",
            "00000008,00000000,00000000,00000000,division",
            "00000009,00000000,00000000,00000000,negative",
            "0000000a,0000004d,0000004d,00000001,index ou"};
        for (int i = 0; i < arguments.length; i++) {
            GuestRun run = new GuestRun().add(function).with(BackEndTest::writeHandler)
                    .call("checked", 4, 5, 78).call("checked", arguments[i]);
            run.program().setPanicHandler(new Symbol("handler"));
            assertEquals("00000000," + expected[i], String.join(",", run.run(backEnd, folder)));
        }
    }

    @ParameterizedTest
    @MethodSource("backEnds")
    void faultsAreToldByTheirAddress(BackEnd backEnd) throws Exception {
        GuestRun run = new GuestRun().add("""
                function @access(i32) i32
                b0:
                    v0 = parameter 0
                    v1 = load v0 [word +4]
                    return v1
                """).with(a -> {
                    writeHandler(a);
                    a.function("search");
                    a.la(Register.A0, "access");
                    cleave.toolchain.asm.Label next = a.here("next");
                    a.lw(Register.T0, Register.A0, 0);
                    a.srli(Register.T0, Register.T0, 20);
                    a.addi(Register.T0, Register.T0, -4);
                    a.addi(Register.A0, Register.A0, 4);
                    a.bnez(Register.T0, next);
                    a.addi(Register.A0, Register.A0, -4);
                    a.call(PanicRoutines.FAULT);
                }).call("search");
        run.program().setPanicHandler(new Symbol("handler"));
        assertEquals("00000004,00000000,00000000,00000000,null ref",
                String.join(",", run.run(backEnd, folder)));
    }
}
