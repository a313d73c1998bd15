package cleave.toolchain.compiler.backend.select;

import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.Insn.Kind;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import cleave.toolchain.compiler.backend.machine.Operations;
import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.LocalVariable;
import cleave.toolchain.compiler.ir.MachineOperation;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.isa.Instruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Selects instructions for a function of words. What calls and ends of blocks need is in {@link
 * CallSelector} and {@link EndSelector}, comparisons in {@link Comparisons}.
 */
public final class Selector {
    private final Function function;
    private final MachineCode code;
    private final LoopNest loops;
    private final ConstantPool constants;
    private final AddressUses addresses;
    private final int[] registers;
    private final Map<Block, MachineBlock> blocks = new HashMap<>();
    private final CallSelector calls = new CallSelector(this);
    private final EndSelector ends = new EndSelector(this);
    private final WordSelector words = new WordSelector(this);
    private MachineBlock current;
    private Block block;
    private Value value;

    private Selector(Function function) {
        this.function = function;
        this.code = new MachineCode(function);
        this.loops = new LoopNest(function);
        this.constants = new ConstantPool(code, loops);
        this.addresses = new AddressUses(function, loops);
        this.registers = new int[function.valueCount()];
    }

    public static MachineCode select(Function function) {
        return new Selector(function).run();
    }

    private MachineCode run() {
        for (Block each : function.blocks()) {
            blocks.put(each, code.newBlock(loops.frequency(each)));
        }
        Map<Block, Integer> ends = new HashMap<>();
        Map<Block, MachineBlock> last = new HashMap<>();
        for (Block each : function.blocks()) {
            select(each, ends, last);
        }
        constants.pending().forEach((home, insns) ->
                last.get(home).insns().addAll(ends.get(home), insns));
        return code;
    }

    private void select(Block each, Map<Block, Integer> ends, Map<Block, MachineBlock> last) {
        block = each;
        current = blocks.get(each);
        code.blocks().add(current);
        constants.enter(each, current);
        if (each == function.entry()) {
            calls.parameters();
        }
        if (each.predecessors().size() == 1) {
            this.ends.copyToPhis(each.predecessors().get(0), each);
        }
        for (Value next : each.values()) {
            value = next;
            if (next.op().isTerminator()) {
                this.ends.prepare(next);
                last.put(each, current);
                ends.put(each, current.insns().size());
                this.ends.select(next);
            } else {
                select(next);
            }
        }
    }

    private void select(Value each) {
        switch (each.op().kind()) {
            case LEAF -> { }
            case PURE -> {
                if (each.op() != Op.SECOND_RESULT) {
                    words.select(each);
                }
            }
            case READ, WRITE -> access(each);
            case CHECK -> check(each);
            case BARRIER -> {
                if (each.op() == Op.MACHINE) {
                    machine(each);
                } else {
                    calls.select(each);
                }
            }
            case MARK -> mark(each);
            case TERMINATOR -> throw new IllegalArgumentException("a terminator inside");
        }
    }

    // ---- for the other selectors ----

    MachineCode code() {
        return code;
    }

    Function function() {
        return function;
    }

    MachineBlock blockOf(Block each) {
        return blocks.get(each);
    }

    MachineBlock current() {
        return current;
    }

    boolean inLoop() {
        return constants.inLoop();
    }

    /** Goes on in a block that only the current one leads to. */
    void goOn(MachineBlock next) {
        code.blocks().add(next);
        current = next;
        constants.goOn(next);
    }

    void emit(Insn insn) {
        current.insns().add(insn.at(value == null ? null : value.position()));
    }

    /** Emits an instruction with a result, and answers the new register that has it. */
    int emit(Instruction instruction, int left, int right) {
        int result = code.newRegister();
        emit(Insn.plain(instruction, 0).defining(result).using(left, right));
        return result;
    }

    int emitImmediate(Instruction instruction, int left, int immediate) {
        int result = code.newRegister();
        emit(Insn.plain(instruction, immediate).defining(result).using(left));
        return result;
    }

    void emitTo(int result, Instruction instruction, int left, int right) {
        emit(Insn.plain(instruction, 0).defining(result).using(left, right));
    }

    void emitImmediateTo(int result, Instruction instruction, int left, int immediate) {
        emit(Insn.plain(instruction, immediate).defining(result).using(left));
    }

    /** The register a value is defined in; constants and addresses have none of their own. */
    int result(Value each) {
        if (registers[each.id()] == 0) {
            registers[each.id()] = code.newRegister();
        }
        return registers[each.id()];
    }

    /** A register that has the value where it is used next. */
    int register(Value each) {
        return switch (each.op()) {
            case CONST -> constant(each.constant());
            case SYMBOL -> constants.register(Insn.of(Kind.ADDRESS, each.aux()));
            default -> result(each);
        };
    }

    int constant(int number) {
        return number == 0 ? 0
                : constants.register(Insn.of(Kind.CONSTANT, null).withImmediate(number));
    }

    static boolean fits(int immediate) {
        return Instruction.ADDI.immediateFits(immediate);
    }

    // ---- memory ----

    /** An address: register and immediate, or the low part of {@code symbol}. */
    private record Address(int register, int immediate, SymbolAddress symbol) {
    }

    private Address address(Value base, int offset) {
        if (base.op() == Op.SYMBOL) {
            SymbolAddress symbol = (SymbolAddress) base.aux();
            if (addresses.wantsWhole(block, symbol.symbol()) && fits(offset)) {
                return new Address(register(base), offset, null);
            }
            SymbolAddress place = symbol.plus(offset);
            return new Address(constants.register(Insn.of(Kind.UPPER, place)), 0, place);
        }
        if (base.isConst()) {
            return absolute(0, base.constant() + offset);
        }
        if (base.op() == Op.ADD && base.operand(1).isConst()
                && fits(base.operand(1).constant() + offset)) {
            return address(base.operand(0), base.operand(1).constant() + offset);
        }
        return fits(offset) ? new Address(register(base), offset, null)
                : absolute(register(base), offset);
    }

    private Address absolute(int register, int offset) {
        if (fits(offset)) {
            return new Address(register, offset, null);
        }
        int low = offset << 20 >> 20;
        int upper = constant(offset - low);
        return new Address(register == 0 ? upper : emit(Instruction.ADD, register, upper), low,
                null);
    }

    private void access(Value each) {
        MemoryAccess access = each.access();
        boolean load = each.op() == Op.LOAD;
        int source = load ? 0 : register(each.operand(1));
        Address address = address(each.operand(0), access.offset());
        Insn insn = Insn.plain(Operations.access(each.op(), access), address.immediate)
                .withAux(address.symbol).faulting();
        if (load) {
            emit(insn.defining(result(each)).using(address.register));
        } else {
            emit(insn.using(address.register, source));
        }
    }

    // ---- the rest ----

    private void check(Value each) {
        boolean indexed = each.op() == Op.CHECK_INDEX;
        Insn insn = Insn.of(Kind.CHECK, new Insn.Check(Operations.message(each.op()), indexed));
        int first = register(each.operand(0));
        switch (each.op()) {
            case CHECK_INDEX -> insn.with(Instruction.BGEU)
                    .using(first, register(each.operand(1)));
            case CHECK_SIZE -> insn.with(Instruction.BLT).using(first, 0);
            default -> insn.with(Instruction.BEQ).using(first, 0);
        }
        emit(insn);
    }

    private void machine(Value each) {
        MachineOperation operation = (MachineOperation) each.aux();
        int[] uses = each.operands().stream().mapToInt(this::register).toArray();
        Insn insn = Insn.of(Kind.MACHINE, operation).using(uses);
        emit(each.type() == Type.VOID || !each.isUsed() ? insn : insn.defining(result(each)));
    }

    private void mark(Value each) {
        List<Object> words = new ArrayList<>();
        for (Value operand : each.operands()) {
            words.add(operand.isConst() ? (Object) new Insn.Known(operand.constant())
                    : operand.op() == Op.SYMBOL ? null : result(operand));
        }
        boolean known = !words.isEmpty() && !words.contains(null);
        emit(Insn.of(Kind.MARK, (LocalVariable) each.aux())
                .marking(known ? words.toArray() : new Object[0]));
    }
}
