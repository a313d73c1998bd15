package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes out what translation has left without use: comparisons that were fused, placeholders. */
final class Cleaning {
    private Cleaning() {
    }

    /** Values that only the debugger looks at stay. */
    static void run(Function function) {
        Set<Value> needed = new HashSet<>();
        List<Value> work = new ArrayList<>();
        for (Block block : function.blocks()) {
            for (Value value : block.values()) {
                Op.Kind kind = value.op().kind();
                if (value.op() == Op.PARAMETER
                        || kind != Op.Kind.PURE && kind != Op.Kind.LEAF) {
                    needed.add(value);
                    work.add(value);
                }
            }
        }
        while (!work.isEmpty()) {
            for (Value operand : work.remove(work.size() - 1).operands()) {
                if (needed.add(operand)) {
                    work.add(operand);
                }
            }
        }
        List<Value> dead = new ArrayList<>();
        for (Block block : function.blocks()) {
            block.values().stream().filter(value -> !needed.contains(value)).forEach(dead::add);
        }
        dead.forEach(Value::clearOperands);
        dead.forEach(value -> value.block().remove(value));
    }
}
