package cleave.toolchain.compiler.frontend;

import cleave.magic.Unchecked;
import cleave.toolchain.compiler.CompilerOptions;
import cleave.toolchain.compiler.Violation;
import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.LocalVariable;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * One method to a function: block by block, local variables and operands that outlive a block as
 * variables of the {@link SsaBuilder}.
 */
final class MethodTranslator {
    private final ClassModel owner;
    private final MethodNode method;
    private final Code code;
    private final MethodShapes shapes;
    private final Flow flow;
    private final DebugVariables debug;
    private final StringSwitches strings;
    private final SimpleInstructions simple;
    private final MemoryInstructions memory;
    private final CallInstructions calls;
    private final ControlInstructions control;
    private final List<Violation> violations = new ArrayList<>();
    private final Set<Value> made = new HashSet<>();
    private final Map<Integer, Block> blocks = new HashMap<>();
    private final Map<Integer, Integer> unfilledPredecessors = new HashMap<>();

    MethodTranslator(Lookup lookup, CompilerOptions options, Lookup.Method found,
            Function function) {
        owner = found.owner();
        method = found.node();
        boolean unchecked = owner.annotations().has(Unchecked.class)
                || ClassModel.annotations(method).has(Unchecked.class);
        code = new Code(function, options, unchecked);
        shapes = MethodShapes.of(lookup.world(), owner, method);
        flow = new Flow(method);
        debug = new DebugVariables(code, method);
        strings = new StringSwitches(method);
        simple = new SimpleInstructions(code);
        memory = new MemoryInstructions(code, lookup);
        calls = new CallInstructions(code, lookup, owner, method.maxLocals);
        control = new ControlInstructions(code, lookup, this::block, calls);
    }

    /** Fills the function, which has no blocks yet; what is wrong with the method. */
    List<Violation> translate() {
        violations.addAll(SubsetCheck.check(owner, method));
        Function function = code.function();
        code.enter(function.newBlock());
        parameters();
        List<Integer> order = flow.reversePostorder();
        Set<Integer> reachable = new HashSet<>(order);
        for (int start : flow.starts()) {
            if (reachable.contains(start)) {
                blocks.put(start, start == 0 && !flow.isTarget(0) ? function.entry()
                        : function.newBlock());
            }
        }
        for (int start : order) {
            for (int next : flow.successors(start)) {
                unfilledPredecessors.merge(next, 1, Integer::sum);
            }
        }
        code.ssa().seal(function.entry());
        if (blocks.get(0) != function.entry()) {
            code.emit(Op.JUMP);
            function.entry().addSuccessor(blocks.get(0));
        }
        fill(order);
        if (!violations.isEmpty()) {
            return violations;
        }
        function.removeUnreachable();
        code.ssa().removeNeedlessPhis(function.blocks());
        markPhis();
        Cleaning.run(function);
        return violations;
    }

    private void parameters() {
        int slot = 0;
        List<Value> values = new ArrayList<>();
        for (Type type : code.function().parameters()) {
            values.add(code.emitTyped(Op.PARAMETER, type, values.size()));
        }
        for (int i = 0; i < values.size(); i++) {
            code.ssa().write(slot, code.block(), values.get(i));
            debug.parameter(slot, i, values.get(i));
            slot += values.get(i).type() == Type.I64 ? 2 : 1;
        }
    }

    // ---- blocks ----

    private Block block(AbstractInsnNode label) {
        return blocks.get(method.instructions.indexOf(label));
    }

    /** Fills the blocks that some filled block leads to; the others are dead. */
    private void fill(List<Integer> order) {
        Set<Integer> filled = new HashSet<>();
        boolean progress = true;
        while (progress) {
            progress = false;
            for (int start : order) {
                Block block = blocks.get(start);
                boolean reached = start == 0 || !block.predecessors().isEmpty();
                if (reached && filled.add(start)) {
                    progress = true;
                    fill(start);
                }
            }
        }
        for (int start : order) {
            if (filled.contains(start) && unfilledPredecessors.getOrDefault(start, 0) > 0) {
                code.ssa().seal(blocks.get(start));
            }
        }
    }

    private void fill(int start) {
        Block block = blocks.get(start);
        code.enter(block);
        if (block != code.function().entry() && !unfilledPredecessors.containsKey(start)) {
            code.ssa().seal(block);
        }
        AbstractInsnNode insn = method.instructions.get(start);
        enter(insn);
        while (block.terminator() == null) {
            write(insn);
            insn = insn.getNext();
            if (block.terminator() == null && flow.isStart(insn)) {
                leave();
                control.jump(blocks.get(method.instructions.indexOf(insn)));
            }
        }
        for (int next : flow.successors(start)) {
            int left = unfilledPredecessors.merge(next, -1, Integer::sum);
            if (left == 0) {
                code.ssa().seal(blocks.get(next));
            }
        }
    }

    /** Operands that the block finds become values. */
    private void enter(AbstractInsnNode first) {
        ShapeFrame frame = shapes.before(first);
        code.stack().clear();
        for (int i = 0; i < frame.getStackSize(); i++) {
            Type type = frame.getStack(i) == Shape.Basic.LONG ? Type.I64 : Type.I32;
            code.push(code.ssa().read(method.maxLocals + i, code.block(), type));
        }
        code.setPosition(positionBefore(first));
    }

    /** Operands that outlive the block become variables. */
    private void leave() {
        for (int i = 0; i < code.stack().size(); i++) {
            code.ssa().write(method.maxLocals + i, code.block(),
                    code.ssa().current(code.stack().get(i)));
        }
    }

    private Position positionBefore(AbstractInsnNode insn) {
        for (AbstractInsnNode at = insn; at != null; at = at.getPrevious()) {
            if (at instanceof LineNumberNode number) {
                return owner.position(method.name, number.line);
            }
        }
        return code.function().position();
    }

    /** Variables that have another value after control has come together. */
    private void markPhis() {
        Map<Block, Integer> starts = new HashMap<>();
        blocks.forEach((start, block) -> starts.put(block, start));
        code.ssa().phis().forEach((phi, slot) -> {
            Integer start = starts.get(phi.block());
            LocalVariable variable = slot >= method.maxLocals || start == null ? null
                    : debug.at(slot, start, phi);
            if (variable != null) {
                Block block = phi.block();
                block.insert(block.phis().size(), code.function().newValue(Op.LOCAL, variable,
                        variable.scope(), phi));
            }
        });
    }

    // ---- instructions ----

    private void write(AbstractInsnNode insn) {
        if (insn instanceof LineNumberNode number) {
            code.setPosition(owner.position(method.name, number.line));
        }
        if (insn.getOpcode() < 0) {
            return;
        }
        List<Value> before = List.copyOf(code.stack());
        try {
            translate(insn, shapes.before(insn));
        } catch (Refusal refusal) {
            int consumed = Math.min(consumed(insn), before.size());
            boolean follows = before.subList(before.size() - consumed, before.size()).stream()
                    .map(code.ssa()::current).anyMatch(made::contains);
            if (!follows && !strings.isComparison(insn)) {
                violations.add(refusal.violation());
            }
            goOnBehind(insn);
        }
    }

    /**
     * The function will be thrown away; its other violations are still to be found, but not those
     * that only follow from this one.
     */
    private void goOnBehind(AbstractInsnNode insn) {
        if (control.isControl(insn)) {
            if (code.block().terminator() == null) {
                code.emit(Op.UNREACHABLE);
            }
            return;
        }
        ShapeFrame after = shapes.before(insn.getNext());
        code.stack().clear();
        for (int i = 0; after != null && i < after.getStackSize(); i++) {
            code.push(unknown(after.getStack(i).getSize() == 2));
        }
        if (insn instanceof VarInsnNode store && insn.getOpcode() >= Opcodes.ISTORE) {
            Shape shape = after == null ? Shape.Basic.INT : after.getLocal(store.var);
            code.ssa().write(store.var, code.block(), unknown(shape.getSize() == 2));
        }
    }

    /** How many operands an instruction has, as far as that is easily said. */
    private static int consumed(AbstractInsnNode insn) {
        if (insn instanceof MethodInsnNode call) {
            return Descriptors.parameters(call.desc).size()
                    + (insn.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1);
        }
        return switch (insn.getOpcode()) {
            case Opcodes.GETSTATIC, Opcodes.LDC, Opcodes.NEW, Opcodes.INVOKEDYNAMIC -> 0;
            default -> 3;
        };
    }

    /** A value that no constant folding looks through. */
    private Value unknown(boolean isLong) {
        Value value = isLong ? code.emit(Op.SEXT_LONG, unknown(false))
                : code.load(MemoryAccess.word(0, Alias.ANY), code.constant(0));
        made.add(value);
        return value;
    }

    private void translate(AbstractInsnNode insn, ShapeFrame frame) {
        strings.check(code, insn);
        SubsetCheck.check(code, insn);
        if (control.isControl(insn)) {
            control.write(insn, frame, this::leave);
        } else if (!(variable(insn, frame) || simple.write(insn.getOpcode())
                || memory.write(insn, frame) || calls.write(insn, frame))) {
            throw code.refuse("bytecode", "the bytecode " + insn.getOpcode()
                    + " is not part of the subset", null);
        }
    }

    private boolean variable(AbstractInsnNode insn, ShapeFrame frame) {
        switch (insn.getOpcode()) {
            case Opcodes.ILOAD, Opcodes.LLOAD, Opcodes.ALOAD -> {
                int slot = ((VarInsnNode) insn).var;
                code.push(code.ssa().read(slot, code.block(),
                        insn.getOpcode() == Opcodes.LLOAD ? Type.I64 : Type.I32));
            }
            case Opcodes.ISTORE, Opcodes.LSTORE, Opcodes.ASTORE ->
                store(((VarInsnNode) insn).var, insn, code.pop());
            case Opcodes.IINC -> {
                IincInsnNode increment = (IincInsnNode) insn;
                Value old = code.ssa().read(increment.var, code.block(), Type.I32);
                store(increment.var, insn, code.emit(Op.ADD, old,
                        code.constant(increment.incr)));
            }
            case Opcodes.BIPUSH, Opcodes.SIPUSH ->
                code.push(code.constant(((IntInsnNode) insn).operand));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void store(int slot, AbstractInsnNode insn, Value value) {
        code.ssa().write(slot, code.block(), value);
        debug.store(slot, insn, value);
    }
}
