package cleave.toolchain.compiler.frontend;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The tables by which javac switches over an enum: an array in a synthetic class, which that
 * class's initialiser fills with {@code table[Color.RED.ordinal()] = 1} and the like, one try block
 * each. The table is read from there, and never made.
 */
final class CaseTables {
    private CaseTables() {
    }

    /** Ordinals to case numbers. */
    static SortedMap<Integer, Integer> read(Code code, Lookup lookup, Shape.CaseTable table) {
        ClassModel owner = lookup.type(code, table.className());
        MethodNode initialiser = owner.method("<clinit>()V");
        SortedMap<Integer, Integer> cases = new TreeMap<>();
        if (initialiser != null) {
            List<AbstractInsnNode> insns = new ArrayList<>();
            initialiser.instructions.forEach(insn -> {
                if (insn.getOpcode() >= 0) {
                    insns.add(insn);
                }
            });
            for (int i = 0; i + 4 < insns.size(); i++) {
                if (insns.get(i) instanceof FieldInsnNode array && array.name.equals(table.field())
                        && array.getOpcode() == Opcodes.GETSTATIC
                        && insns.get(i + 1) instanceof FieldInsnNode constant
                        && insns.get(i + 4).getOpcode() == Opcodes.IASTORE) {
                    cases.put(ordinal(lookup.type(code, constant.owner), constant.name),
                            number(insns.get(i + 3)));
                }
            }
        }
        return cases;
    }

    /** The constants of an enum are its enum fields, in order. */
    private static int ordinal(ClassModel type, String name) {
        int ordinal = 0;
        for (FieldNode field : type.node().fields) {
            if (field.name.equals(name)) {
                return ordinal;
            }
            if ((field.access & Opcodes.ACC_ENUM) != 0) {
                ordinal++;
            }
        }
        return -1;
    }

    private static int number(AbstractInsnNode insn) {
        return insn instanceof IntInsnNode small ? small.operand
                : insn instanceof LdcInsnNode large && large.cst instanceof Integer value ? value
                : insn instanceof InsnNode ? insn.getOpcode() - Opcodes.ICONST_0 : 0;
    }
}
