package cleave.toolchain.compiler.ir.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.FunctionAttributes;
import cleave.toolchain.compiler.ir.MachineOperation;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.isa.Instruction;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final Position LINE = new Position("demo/T.java", "T.<clinit>", 7, null);
    private static final Symbol SYMBOL = new Symbol("T.<clinit>");

    private final Function function = new Function(SYMBOL, "T.<clinit>", List.of(), Type.VOID,
            FunctionAttributes.NONE, LINE);
    private final Block block = function.newBlock();
    private final Heap heap = new Heap(symbol -> symbol.name().equals("text") ? text() : null);

    private static DataObject text() {
        return new DataObject(new Symbol("text"), ".rodata", 4, new byte[] {1, 0, 0, 0, 'x'},
                new TreeMap<>(), 4, "Ljava/lang/String;", true);
    }

    private Value make(Op op, Object aux, Value... operands) {
        Value value = function.newValue(op, op.result(), aux, LINE, operands);
        block.append(value);
        return value;
    }

    private Value constant(int value) {
        return make(Op.CONST, value);
    }

    private Value symbol(String name) {
        return make(Op.SYMBOL, new Symbol(name).plus(0));
    }

    private void store(Value address, int offset, Value value) {
        make(Op.STORE, MemoryAccess.word(offset, Alias.ANY), address, value);
    }

    private Value allocated(String what, int count) {
        Value value = function.newValue(Op.CALL, Type.I32, new Symbol(what), LINE,
                constant(count));
        block.append(value);
        return value;
    }

    private void run() {
        make(Op.RETURN, null);
        evaluator(1000).call(SYMBOL);
    }

    private Evaluator evaluator(long limit) {
        Routines routines = (symbol, arguments, on, position) -> symbol.name().equals("new int[]")
                ? new Word[] {on.newArray("[I", arguments[0].asInt(), 4, 4, position).reference()}
                : null;
        return new Evaluator(heap, symbol -> symbol.equals(SYMBOL) ? function : null, routines,
                limit);
    }

    private String fault() {
        EvaluationException fault = assertThrows(EvaluationException.class, this::run);
        assertEquals(LINE, fault.position());
        return fault.getMessage();
    }

    @Test
    void whatStaticFieldsReachBecomesDataWithAddresses() {
        heap.declareStatic(new Symbol("T.table"), "[I", 4, 4);
        heap.declareStatic(new Symbol("T.handler"), "LHandler;", 4, 4);
        heap.declareStatic(new Symbol("T.count"), "I", 4, 4);
        Value array = allocated("new int[]", 2);
        store(array, 4, constant(-2));
        store(symbol("T.table"), 0, array);
        store(symbol("T.handler"), 0, symbol("Handlers.run"));
        run();
        List<DataObject> image = HeapImage.of(heap, allocation -> null);
        assertEquals(List.of("T.table", "T.table$0", "T.handler", "T.count"),
                image.stream().map(object -> object.symbol().name()).toList());
        assertEquals("{0=@T.table$0}", image.get(0).pointers().toString());
        assertArrayEquals(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, -2, -1, -1, -1},
                image.get(1).bytes());
        assertEquals(4, image.get(1).start());
        assertEquals("{0=@Handlers.run}", image.get(2).pointers().toString());
        assertEquals(List.of(".data", ".data", ".data", ".bss"),
                image.stream().map(DataObject::section).toList());
    }

    @Test
    void numberThatLooksLikeAnAddressStaysANumber() {
        Allocation field = heap.declareStatic(new Symbol("T.n"), "I", 4, 4);
        store(symbol("T.n"), 0, constant(field.address()));
        run();
        assertEquals("{}", HeapImage.of(heap, allocation -> null).get(0).pointers().toString());
    }

    @Test
    void overwritingPartOfAnAddressMakesItANumber() {
        heap.declareStatic(new Symbol("T.p"), "I", 4, 4);
        store(symbol("T.p"), 0, symbol("text"));
        make(Op.STORE, new MemoryAccess(cleave.toolchain.compiler.ir.Width.BYTE, true, false, 2,
                Alias.ANY), symbol("T.p"), constant(9));
        run();
        assertEquals("{}", HeapImage.of(heap, allocation -> null).get(0).pointers().toString());
    }

    @Test
    void failedChecksTellPlaceAndReason() {
        make(Op.CHECK_INDEX, null, constant(5), constant(3));
        assertEquals("index 5 is outside an array of length 3", fault());
    }

    @Test
    void nullIsNoObject() {
        make(Op.LOAD, MemoryAccess.word(-4, Alias.LENGTH), constant(0));
        assertEquals("a null dereference", fault());
    }

    @Test
    void endOfAnArrayIsTheEnd() {
        make(Op.LOAD, MemoryAccess.word(8, Alias.ANY), allocated("new int[]", 2));
        assertEquals("an access to 0x1000000c, where nothing is", fault());
    }

    @Test
    void constantsCannotBeStoredTo() {
        store(symbol("text"), -4, constant(1));
        assertEquals("a store to the constant text at 0x10000000", fault());
    }

    @Test
    void instructionsOfTheMachineAreRefused() {
        make(Op.SYMBOL, new Symbol("x").plus(0));
        block.append(function.newValue(Op.MACHINE, Type.VOID,
                MachineOperation.of(Instruction.WFI), LINE));
        assertEquals("an instruction of the machine cannot run at build time", fault());
    }

    @Test
    void assemblyRoutinesAreRefusedByName() {
        allocated("Copy.page", 1);
        assertEquals("Copy.page is written in assembly and cannot run at build time", fault());
    }

    @Test
    void negativeSizesAreRefused() {
        allocated("new int[]", -1);
        assertEquals("the size of a new array is -1", fault());
    }

    @Test
    void endlessLoopsEnd() {
        make(Op.JUMP, null);
        Block loop = function.newBlock();
        block.addSuccessor(loop);
        loop.append(function.newValue(Op.JUMP, null, LINE));
        loop.addSuccessor(loop);
        EvaluationException fault = assertThrows(EvaluationException.class,
                () -> evaluator(1000).call(SYMBOL));
        assertEquals("no end after 1000 steps", fault.getMessage());
    }
}
