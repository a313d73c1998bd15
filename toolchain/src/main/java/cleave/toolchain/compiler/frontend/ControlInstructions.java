package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.SwitchTable;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/** What ends a block. Ways that a constant rules out are not made. */
final class ControlInstructions {
    private static final List<Condition> CONDITIONS = List.of(Condition.EQ, Condition.NE,
            Condition.LT, Condition.GE, Condition.GT, Condition.LE);

    private final Code code;
    private final Lookup lookup;
    private final Function<AbstractInsnNode, Block> blocks;
    private final CallInstructions calls;

    ControlInstructions(Code code, Lookup lookup, Function<AbstractInsnNode, Block> blocks,
            CallInstructions calls) {
        this.code = code;
        this.lookup = lookup;
        this.blocks = blocks;
        this.calls = calls;
    }

    boolean isControl(AbstractInsnNode insn) {
        int opcode = insn.getOpcode();
        return insn instanceof JumpInsnNode || insn instanceof TableSwitchInsnNode
                || insn instanceof LookupSwitchInsnNode || opcode == Opcodes.ATHROW
                || opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
    }

    /** {@code leave} is run when the operands of the instruction are off the stack. */
    void write(AbstractInsnNode insn, ShapeFrame frame, Runnable leave) {
        if (insn instanceof JumpInsnNode jump) {
            branch(jump, leave);
        } else if (insn instanceof TableSwitchInsnNode table) {
            SortedMap<Integer, LabelNode> cases = new TreeMap<>();
            for (int i = 0; i < table.labels.size(); i++) {
                cases.put(table.min + i, table.labels.get(i));
            }
            select(cases, table.dflt, frame, leave);
        } else if (insn instanceof LookupSwitchInsnNode lookup) {
            SortedMap<Integer, LabelNode> cases = new TreeMap<>();
            for (int i = 0; i < lookup.labels.size(); i++) {
                cases.put(lookup.keys.get(i), lookup.labels.get(i));
            }
            select(cases, lookup.dflt, frame, leave);
        } else if (insn.getOpcode() == Opcodes.ATHROW) {
            code.emitWith(Op.PANIC, calls.message(code.pop()));
        } else if (insn.getOpcode() == Opcodes.RETURN) {
            code.emit(Op.RETURN);
        } else {
            code.refuseInPlace(frame.getStack(frame.getStackSize() - 1));
            code.emit(Op.RETURN, code.pop());
        }
    }

    /** javac numbers the constants that a switch names; here it looks at their ordinals. */
    private SortedMap<Integer, LabelNode> byOrdinal(SortedMap<Integer, LabelNode> numbered,
            Shape.CaseTable table) {
        SortedMap<Integer, LabelNode> cases = new TreeMap<>();
        CaseTables.read(code, lookup, table).forEach((ordinal, number) -> {
            if (numbered.containsKey(number)) {
                cases.put(ordinal, numbered.get(number));
            }
        });
        return cases;
    }

    void jump(Block to) {
        code.emit(Op.JUMP);
        code.block().addSuccessor(to);
    }

    private void branch(JumpInsnNode insn, Runnable leave) {
        int opcode = insn.getOpcode();
        Block taken = blocks.apply(insn.label);
        if (opcode == Opcodes.GOTO) {
            leave.run();
            jump(taken);
            return;
        }
        Block otherwise = blocks.apply(insn.getNext());
        if (opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE) {
            Value right = code.pop();
            Value left = code.pop();
            leave.run();
            int condition = opcode >= Opcodes.IF_ACMPEQ ? opcode - Opcodes.IF_ACMPEQ
                    : opcode - Opcodes.IF_ICMPEQ;
            branch(CONDITIONS.get(condition), left, right, taken, otherwise);
        } else {
            Value value = code.pop();
            leave.run();
            Condition condition = opcode == Opcodes.IFNULL ? Condition.EQ
                    : opcode == Opcodes.IFNONNULL ? Condition.NE
                    : CONDITIONS.get(opcode - Opcodes.IFEQ);
            compareWithZero(condition, value, taken, otherwise);
        }
    }

    /** A three-way comparison whose sign is asked for is a comparison of its operands. */
    private void compareWithZero(Condition condition, Value value, Block taken,
            Block otherwise) {
        Code.Comparison comparison = code.comparison(value);
        if (comparison != null) {
            branch(comparison.unsigned() ? unsigned(condition) : condition, comparison.left(),
                    comparison.right(), taken, otherwise);
        } else {
            branch(condition, value, code.constant(0), taken, otherwise);
        }
    }

    private static Condition unsigned(Condition condition) {
        return switch (condition) {
            case LT -> Condition.LTU;
            case GE -> Condition.GEU;
            case GT -> Condition.GTU;
            case LE -> Condition.LEU;
            default -> condition;
        };
    }

    private void branch(Condition condition, Value left, Value right, Block taken,
            Block otherwise) {
        if (taken == otherwise) {
            jump(taken);
        } else if (left.isConst() && right.isConst()) {
            jump(condition.holds(left.constant(), right.constant()) ? taken : otherwise);
        } else {
            code.emitWith(left.type() == Type.I64 ? Op.BRANCH_LONG : Op.BRANCH, condition, left,
                    right);
            code.block().addSuccessor(taken);
            code.block().addSuccessor(otherwise);
        }
    }

    private void select(SortedMap<Integer, LabelNode> numbered, LabelNode otherwise,
            ShapeFrame frame, Runnable leave) {
        SortedMap<Integer, LabelNode> cases =
                frame.getStack(frame.getStackSize() - 1) instanceof Shape.CaseNumber number
                ? byOrdinal(numbered, number.table()) : numbered;
        Value value = code.pop();
        leave.run();
        if (value.isConst()) {
            jump(blocks.apply(cases.getOrDefault(value.constant(), otherwise)));
            return;
        }
        List<Block> ways = new java.util.ArrayList<>(List.of(blocks.apply(otherwise)));
        SortedMap<Integer, Integer> table = new TreeMap<>();
        cases.forEach((key, label) -> {
            Block way = blocks.apply(label);
            if (!ways.contains(way)) {
                ways.add(way);
            }
            if (ways.indexOf(way) > 0) {
                table.put(key, ways.indexOf(way));
            }
        });
        if (ways.size() == 1) {
            jump(ways.get(0));
        } else {
            code.emitWith(Op.SWITCH, new SwitchTable(table), value);
            ways.forEach(code.block()::addSuccessor);
        }
    }
}
