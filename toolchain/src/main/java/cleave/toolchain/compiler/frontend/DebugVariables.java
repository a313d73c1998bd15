package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.LocalVariable;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** Tells the debugger which values the variables of the source have. */
final class DebugVariables {
    private final Code code;
    private final MethodNode method;
    private final Map<LocalVariableNode, LocalVariable> known = new HashMap<>();

    DebugVariables(Code code, MethodNode method) {
        this.code = code;
        this.method = method;
    }

    /** The parameter in that slot has this value. */
    void parameter(int slot, int number, Value value) {
        LocalVariableNode node = find(slot, 0);
        if (node != null && matches(node, value)) {
            LocalVariable variable = new LocalVariable(node.name, node.desc, number,
                    code.position());
            known.put(node, variable);
            code.emitWith(Op.LOCAL, variable, value);
        }
    }

    /** The instruction has stored {@code value} in that slot. */
    void store(int slot, AbstractInsnNode insn, Value value) {
        LocalVariableNode node = find(slot, method.instructions.indexOf(insn) + 1);
        if (node != null && matches(node, value)) {
            code.emitWith(Op.LOCAL, variable(node), value);
        }
    }

    /** The mark for a phi at the start of a block; null if the slot is no variable there. */
    LocalVariable at(int slot, int start, Value value) {
        LocalVariableNode node = find(slot, start);
        return node == null || !matches(node, value) ? null : variable(node);
    }

    private LocalVariable variable(LocalVariableNode node) {
        return known.computeIfAbsent(node, unused -> new LocalVariable(node.name, node.desc, -1,
                code.position()));
    }

    private static boolean matches(LocalVariableNode node, Value value) {
        return node.desc.equals("J") == (value.type() == Type.I64);
    }

    private LocalVariableNode find(int slot, int at) {
        if (method.localVariables == null) {
            return null;
        }
        for (LocalVariableNode node : method.localVariables) {
            // A label and the lines behind it stand between a store and the scope it begins.
            if (node.index == slot && firstCode(method.instructions.indexOf(node.start))
                    <= firstCode(at) && at < method.instructions.indexOf(node.end)) {
                return node;
            }
        }
        return null;
    }

    /** The index of the first real instruction from {@code index} on. */
    private int firstCode(int index) {
        int at = index;
        while (at < method.instructions.size()
                && method.instructions.get(at).getOpcode() < 0) {
            at++;
        }
        return at;
    }
}
