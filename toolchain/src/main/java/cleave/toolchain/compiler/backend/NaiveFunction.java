package cleave.toolchain.compiler.backend;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.RA;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.T3;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.compiler.backend.PanicTables.Place;
import cleave.toolchain.compiler.backend.machine.Convention;
import cleave.toolchain.compiler.backend.machine.Operations;
import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.EcallRegisters;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.LocalVariable;
import cleave.toolchain.compiler.ir.MachineOperation;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.SwitchTable;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One function by {@link NaiveBackEnd}. The frame, from sp up: arguments of calls that do not fit
 * registers, slots, ra; above it the function's own arguments. t0 to t2 hold operands and results,
 * t3 addresses of slots that are far.
 */
final class NaiveFunction {
    private static final Register[] OPERANDS = {T0, T1, T2};

    /** The last place a variable was seen at, from its label on. */
    private record Seen(Label from, List<FunctionCode.Place> words) {
    }

    private final Function function;
    private final Output output;
    private final Assembler a;
    private final CodeRecorder recorder;
    private final Map<Value, Integer> slots = new HashMap<>();
    /** What predecessors fill. */
    private final Map<Value, Integer> phiSlots = new HashMap<>();
    private final Map<Block, Label> labels = new HashMap<>();
    private final Map<LocalVariable, Seen> seen = new LinkedHashMap<>();
    private final int returnSlot;
    private final int frameSize;

    NaiveFunction(Function function, Output output) {
        this.function = function;
        this.output = output;
        this.a = output.assembler();
        int next = outgoing();
        for (Block block : function.blocks()) {
            labels.put(block, a.local(block.toString()));
            for (Value value : block.values()) {
                if (value.type() == Type.I64) {
                    throw new IllegalArgumentException(value + " of " + function.symbol()
                            + " is a long: lower longs before the back end");
                }
                if (value.type() != Type.VOID) {
                    slots.put(value, next);
                    next += Integer.BYTES;
                }
                if (value.op() == Op.PHI) {
                    phiSlots.put(value, next);
                    next += Integer.BYTES;
                }
            }
        }
        returnSlot = next;
        frameSize = Convention.alignStack(next + Integer.BYTES);
        recorder = new CodeRecorder(function, output);
    }

    private int outgoing() {
        int bytes = 0;
        for (Block block : function.blocks()) {
            for (Value value : block.values()) {
                if (value.op() == Op.CALL) {
                    bytes = Math.max(bytes, Convention.stackBytes(value.operands().size()));
                } else if (value.op() == Op.CALL_POINTER) {
                    bytes = Math.max(bytes, Convention.stackBytes(value.operands().size() - 1));
                }
            }
        }
        return bytes;
    }

    FunctionCode write() {
        moveStack(-frameSize);
        recorder.frame(frameSize, Map.of());
        storeAt(RA, returnSlot);
        recorder.frame(frameSize, Map.of(RA, returnSlot - frameSize));
        List<Block> blocks = function.blocks();
        for (int i = 0; i < blocks.size(); i++) {
            a.bind(labels.get(blocks.get(i)));
            write(blocks.get(i));
            forgetVariables();
        }
        output.panics().endOfCode();
        return recorder.end();
    }

    private void write(Block block) {
        for (Value phi : block.phis()) {
            loadAt(T0, phiSlots.get(phi));
            storeAt(T0, slots.get(phi));
        }
        for (Value value : block.values()) {
            if (value.op().isTerminator()) {
                fillPhis(block);
            }
            if (value.op() != Op.PHI) {
                recorder.line(value.position());
                write(value);
            }
        }
    }

    /** Before the terminator: its operands are no phi slots. */
    private void fillPhis(Block block) {
        for (Block successor : block.successors()) {
            int index = successor.predecessors().indexOf(block);
            for (Value phi : successor.phis()) {
                load(T0, phi.operand(index));
                storeAt(T0, phiSlots.get(phi));
            }
        }
    }

    // ---- slots ----

    private void moveStack(int bytes) {
        if (Instruction.ADDI.immediateFits(bytes)) {
            a.addi(SP, SP, bytes);
        } else {
            a.li(T3, bytes);
            a.add(SP, SP, T3);
        }
    }

    private void loadAt(Register register, int offset) {
        a.lw(register, base(offset), low(offset));
    }

    private void storeAt(Register register, int offset) {
        a.sw(register, base(offset), low(offset));
    }

    private static int low(int offset) {
        return Instruction.ADDI.immediateFits(offset) ? offset : 0;
    }

    private Register base(int offset) {
        if (Instruction.ADDI.immediateFits(offset)) {
            return SP;
        }
        a.li(T3, offset);
        a.add(T3, T3, SP);
        return T3;
    }

    private void load(Register register, Value value) {
        loadAt(register, slots.get(value));
    }

    private void store(Register register, Value value) {
        if (value.type() != Type.VOID) {
            storeAt(register, slots.get(value));
        }
    }

    private Register operand(Value value, int i) {
        load(OPERANDS[i], value.operand(i));
        return OPERANDS[i];
    }

    // ---- operations ----

    private void write(Value value) {
        switch (value.op().kind()) {
            case LEAF -> writeLeaf(value);
            case PURE -> writePure(value);
            case READ, WRITE -> writeAccess(value);
            case CHECK -> writeCheck(value);
            case BARRIER -> writeBarrier(value);
            case MARK -> mark(value);
            case TERMINATOR -> writeTerminator(value);
        }
    }

    private void writeLeaf(Value value) {
        switch (value.op()) {
            case CONST -> a.li(T0, value.constant());
            case SYMBOL -> {
                SymbolAddress address = (SymbolAddress) value.aux();
                a.la(T0, output.label(address.symbol()), address.offset());
            }
            case PARAMETER -> {
                int number = (Integer) value.aux();
                if (number < Convention.ARGUMENTS.size()) {
                    store(Convention.ARGUMENTS.get(number), value);
                    return;
                }
                loadAt(T0, frameSize + Convention.stackBytes(number));
            }
            default -> throw new IllegalArgumentException(value.op() + " is no word");
        }
        store(T0, value);
    }

    private void writePure(Value value) {
        switch (value.op()) {
            case SECOND_RESULT -> {
                // stored where the call is
                return;
            }
            case SEXT8 -> extend(value, Instruction.SRAI, 24);
            case ZEXT8 -> extend(value, Instruction.SRLI, 24);
            case SEXT16 -> extend(value, Instruction.SRAI, 16);
            case ZEXT16 -> extend(value, Instruction.SRLI, 16);
            case SET -> {
                Label holds = a.local("holds");
                operand(value, 0);
                operand(value, 1);
                a.li(T2, 1);
                branch(value.condition(), T0, T1, holds);
                a.li(T2, 0);
                a.bind(holds);
                a.mv(T0, T2);
            }
            default -> a.emit(Operations.instruction(value.op()), T0, operand(value, 0),
                    operand(value, 1), 0);
        }
        store(T0, value);
    }

    private void extend(Value value, Instruction right, int bits) {
        a.slli(T0, operand(value, 0), bits);
        a.emit(right, T0, T0, ZERO, bits);
    }

    private void branch(Condition condition, Register left, Register right, Label target) {
        boolean swapped = Operations.isSwapped(condition);
        a.branch(Operations.branch(condition), swapped ? right : left, swapped ? left : right,
                target);
    }

    private void writeAccess(Value value) {
        MemoryAccess access = value.access();
        Register base = operand(value, 0);
        int offset = access.offset();
        if (!Instruction.ADDI.immediateFits(offset)) {
            a.li(T2, offset);
            a.add(T0, T0, T2);
            offset = 0;
        }
        Instruction instruction = Operations.access(value.op(), access);
        if (value.op() == Op.LOAD) {
            output.panics().mayFault(value.position());
            a.emit(instruction, T0, base, ZERO, offset);
            store(T0, value);
        } else {
            operand(value, 1);
            output.panics().mayFault(value.position());
            a.emit(instruction, ZERO, base, T1, offset);
        }
    }

    private void writeCheck(Value value) {
        Label fine = a.local("fine");
        operand(value, 0);
        switch (value.op()) {
            case CHECK_INDEX -> a.bltu(T0, operand(value, 1), fine);
            case CHECK_SIZE -> a.bgez(T0, fine);
            default -> a.bnez(T0, fine);
        }
        boolean index = value.op() == Op.CHECK_INDEX;
        // The call of the panic routine overwrites t0, which has the index.
        if (index) {
            a.mv(T2, T0);
        }
        output.panics().panic(Operations.message(value.op()), value.position(),
                index ? Place.in(T2) : Place.NONE, index ? Place.in(T1) : Place.NONE);
        a.bind(fine);
    }

    private void writeBarrier(Value value) {
        switch (value.op()) {
            case CALL -> {
                passArguments(value, 0);
                a.call(output.label((Symbol) value.aux()));
                storeResults(value);
            }
            case CALL_POINTER -> {
                passArguments(value, 1);
                load(T0, value.operand(0));
                a.jalr(T0);
                storeResults(value);
            }
            case ECALL -> {
                List<Register> registers = ((EcallRegisters) value.aux()).operands();
                for (int i = 0; i < registers.size(); i++) {
                    load(registers.get(i), value.operand(i));
                }
                a.ecall();
                storeResults(value);
            }
            case MACHINE -> writeMachine(value);
            default -> throw new IllegalArgumentException("no code for " + value.op());
        }
    }

    private void passArguments(Value call, int first) {
        for (int i = first; i < call.operands().size(); i++) {
            int number = i - first;
            if (number < Convention.ARGUMENTS.size()) {
                load(Convention.ARGUMENTS.get(number), call.operand(i));
            } else {
                load(T0, call.operand(i));
                storeAt(T0, Convention.stackBytes(number));
            }
        }
    }

    private void storeResults(Value call) {
        store(A0, call);
        for (Value user : call.users()) {
            if (user.op() == Op.SECOND_RESULT) {
                store(A1, user);
            }
        }
    }

    private void writeMachine(Value value) {
        MachineOperation operation = (MachineOperation) value.aux();
        int operands = value.operands().size();
        Register first = operands > 0 ? machineOperand(value, 0) : ZERO;
        Register second = operands > 1 ? machineOperand(value, 1) : ZERO;
        Register result = value.type() == Type.VOID ? ZERO : T0;
        Operations.writeMachine(a, operation, result, first, second, operands > 0);
        store(T0, value);
    }

    /** Zero is the register: for some instructions that is not the same as a register with 0. */
    private Register machineOperand(Value value, int i) {
        return value.operand(i).isConst(0) ? ZERO : operand(value, i);
    }

    // ---- ends of blocks ----

    private void writeTerminator(Value value) {
        List<Block> successors = value.block().successors();
        switch (value.op()) {
            case JUMP -> a.tail(labels.get(successors.get(0)));
            case BRANCH -> {
                operand(value, 0);
                operand(value, 1);
                branch(value.condition(), T0, T1, labels.get(successors.get(0)));
                a.tail(labels.get(successors.get(1)));
            }
            case SWITCH -> {
                operand(value, 0);
                ((SwitchTable) value.aux()).successors().forEach((key, index) -> {
                    a.li(T1, key);
                    a.beq(T0, T1, labels.get(successors.get(index)));
                });
                a.tail(labels.get(successors.get(0)));
            }
            case RETURN -> writeReturn(value);
            case PANIC -> output.panics().panic((String) value.aux(), value.position(),
                    Place.NONE, Place.NONE);
            case UNREACHABLE -> a.ebreak();
            default -> throw new IllegalArgumentException("no code for " + value.op());
        }
    }

    private void writeReturn(Value value) {
        if (value.operands().size() > 0) {
            load(A0, value.operand(0));
        }
        if (value.operands().size() > 1) {
            load(A1, value.operand(1));
        }
        Map<Register, Integer> saved = Map.of(RA, returnSlot - frameSize);
        loadAt(RA, returnSlot);
        recorder.frame(frameSize, Map.of());
        moveStack(frameSize);
        recorder.frame(0, Map.of());
        a.ret();
        recorder.frame(frameSize, saved);
    }

    // ---- for the debugger ----

    private void mark(Value value) {
        LocalVariable variable = (LocalVariable) value.aux();
        forget(variable);
        if (!value.operands().isEmpty()) {
            List<FunctionCode.Place> words = new ArrayList<>();
            for (Value operand : value.operands()) {
                words.add(new FunctionCode.Place.InFrame(slots.get(operand) - frameSize));
            }
            seen.put(variable, new Seen(a.here("local"), words));
        }
    }

    private void forget(LocalVariable variable) {
        Seen before = seen.remove(variable);
        if (before != null) {
            recorder.variable(variable, before.from, a.here("end"), before.words);
        }
    }

    private void forgetVariables() {
        List.copyOf(seen.keySet()).forEach(this::forget);
    }
}
