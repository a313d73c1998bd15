package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Removes values that nothing with an effect depends on; variables of the debugger become lost. */
final class DeadCode {
    private DeadCode() {
    }

    static boolean run(Function function) {
        BitSet live = new BitSet();
        Deque<Value> open = new ArrayDeque<>();
        for (Block block : function.blocks()) {
            for (Value value : block.values()) {
                if (isRoot(value)) {
                    live.set(value.id());
                    open.add(value);
                }
            }
        }
        while (!open.isEmpty()) {
            for (Value operand : open.remove().operands()) {
                if (!live.get(operand.id())) {
                    live.set(operand.id());
                    open.add(operand);
                }
            }
        }
        boolean changed = false;
        for (Block block : function.blocks()) {
            for (Value value : block.takeAll()) {
                if (live.get(value.id()) || value.op() == Op.LOCAL) {
                    block.append(value);
                } else {
                    List.copyOf(value.users()).stream().filter(user -> user.op() == Op.LOCAL)
                            .forEach(Value::clearOperands);
                    value.clearOperands();
                    changed = true;
                }
            }
        }
        return changed;
    }

    private static boolean isRoot(Value value) {
        return value.op() != Op.LOCAL && (!value.op().isRemovable()
                || value.op().kind() == Op.Kind.READ && value.access().isVolatile());
    }
}
