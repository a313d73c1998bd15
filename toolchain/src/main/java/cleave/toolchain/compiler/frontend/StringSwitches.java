package cleave.toolchain.compiler.frontend;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The calls by which javac writes switches on strings: one of {@code hashCode} that a switch looks
 * at, and up to the next switch those of {@code equals} that tell which case it is. The subset has
 * neither, and says so once for each switch.
 */
final class StringSwitches {
    private static final String STRING = "java/lang/String";

    private final Set<AbstractInsnNode> begins = new HashSet<>();
    private final Set<AbstractInsnNode> comparisons = new HashSet<>();

    StringSwitches(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (isCall(insn, "hashCode") && isSwitch(next(insn))) {
                begins.add(insn);
                addComparisons(next(next(insn)));
            }
        }
    }

    private void addComparisons(AbstractInsnNode first) {
        for (AbstractInsnNode at = first; at != null && !isSwitch(at); at = next(at)) {
            if (isCall(at, "equals")) {
                comparisons.add(at);
            }
        }
    }

    private static boolean isCall(AbstractInsnNode insn, String name) {
        return insn instanceof MethodInsnNode call && call.owner.equals(STRING)
                && call.name.equals(name);
    }

    private static boolean isSwitch(AbstractInsnNode insn) {
        return insn != null && (insn.getOpcode() == Opcodes.LOOKUPSWITCH
                || insn.getOpcode() == Opcodes.TABLESWITCH);
    }

    /** The next instruction: labels and lines are none. */
    private static AbstractInsnNode next(AbstractInsnNode insn) {
        AbstractInsnNode next = insn == null ? null : insn.getNext();
        while (next != null && next.getOpcode() < 0) {
            next = next.getNext();
        }
        return next;
    }

    /** Refuses the switch where it begins. */
    void check(Code code, AbstractInsnNode insn) {
        if (begins.contains(insn)) {
            throw code.refuse("no-string-switch", "a switch looks at a string, whose characters"
                    + " the subset does not compare", "switch on an int or an enum");
        }
    }

    /** Whether what is wrong with the instruction has been said of its switch. */
    boolean isComparison(AbstractInsnNode insn) {
        return comparisons.contains(insn);
    }
}
