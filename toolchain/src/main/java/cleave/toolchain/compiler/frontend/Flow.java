package cleave.toolchain.compiler.frontend;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/** Where the basic blocks of a method begin, by index of instruction, and where each leads. */
final class Flow {
    private final InsnList code;
    private final TreeSet<Integer> starts = new TreeSet<>();

    Flow(MethodNode method) {
        code = method.instructions;
        starts.add(0);
        for (AbstractInsnNode insn : code) {
            List<LabelNode> targets = targets(insn);
            targets.forEach(target -> starts.add(code.indexOf(target)));
            if ((!targets.isEmpty() || ends(insn.getOpcode())) && insn.getNext() != null) {
                starts.add(code.indexOf(insn.getNext()));
            }
        }
    }

    /** In the order of the class file. */
    Set<Integer> starts() {
        return Collections.unmodifiableSet(starts);
    }

    boolean isStart(AbstractInsnNode insn) {
        return starts.contains(code.indexOf(insn));
    }

    boolean isTarget(int start) {
        for (AbstractInsnNode insn : code) {
            for (LabelNode target : targets(insn)) {
                if (code.indexOf(target) == start) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<LabelNode> targets(AbstractInsnNode insn) {
        if (insn instanceof JumpInsnNode jump) {
            return List.of(jump.label);
        }
        List<LabelNode> targets = new ArrayList<>();
        if (insn instanceof TableSwitchInsnNode table) {
            targets.add(table.dflt);
            targets.addAll(table.labels);
        } else if (insn instanceof LookupSwitchInsnNode lookup) {
            targets.add(lookup.dflt);
            targets.addAll(lookup.labels);
        }
        return targets;
    }

    private static boolean ends(int opcode) {
        return opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN
                || opcode == Opcodes.ATHROW || opcode == Opcodes.GOTO
                || opcode == Opcodes.TABLESWITCH || opcode == Opcodes.LOOKUPSWITCH;
    }

    /** The starts of the blocks that the block may go to. */
    Set<Integer> successors(int start) {
        Set<Integer> successors = new LinkedHashSet<>();
        for (AbstractInsnNode insn = code.get(start); insn != null; insn = insn.getNext()) {
            List<LabelNode> targets = targets(insn);
            if (!targets.isEmpty() || ends(insn.getOpcode())) {
                if (!ends(insn.getOpcode())) {
                    successors.add(code.indexOf(insn.getNext()));
                }
                targets.forEach(target -> successors.add(code.indexOf(target)));
                return successors;
            }
            if (insn.getNext() != null && isStart(insn.getNext())) {
                successors.add(code.indexOf(insn.getNext()));
                return successors;
            }
        }
        return successors;
    }

    /** The blocks that can be reached, each before its successors except along back edges. */
    List<Integer> reversePostorder() {
        List<Integer> order = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        List<Integer> path = new ArrayList<>();
        List<java.util.Iterator<Integer>> ways = new ArrayList<>();
        seen.add(0);
        path.add(0);
        ways.add(successors(0).iterator());
        while (!path.isEmpty()) {
            int top = path.size() - 1;
            if (!ways.get(top).hasNext()) {
                ways.remove(top);
                order.add(path.remove(top));
            } else {
                int next = ways.get(top).next();
                if (seen.add(next)) {
                    path.add(next);
                    ways.add(successors(next).iterator());
                }
            }
        }
        Collections.reverse(order);
        return order;
    }
}
