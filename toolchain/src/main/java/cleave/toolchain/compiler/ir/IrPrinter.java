package cleave.toolchain.compiler.ir;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The text form of a function:
 *
 * <pre>
 * function @Sum.of(i32, i32) i32
 * b0:
 *     v0 = parameter 0
 *     v2 = load v0 [word +4 Node.value]
 *     branch v2, v1 [lt] -> b1, b2
 * </pre>
 */
public final class IrPrinter {
    private IrPrinter() {
    }

    public static String print(Function function) {
        StringBuilder text = new StringBuilder();
        text.append("function ").append(function.symbol()).append(function.parameters().stream()
                .map(Type::toString).collect(Collectors.joining(", ", "(", ")")));
        text.append(' ').append(function.result()).append('\n');
        for (Block block : function.blocks()) {
            text.append(block).append(':');
            if (!block.predecessors().isEmpty()) {
                text.append("  ; from ").append(names(block.predecessors()));
            }
            text.append('\n');
            for (Value value : block.values()) {
                text.append("    ").append(print(value)).append('\n');
            }
        }
        return text.toString();
    }

    /** One value: {@code v3 = add v1, v2}. */
    public static String print(Value value) {
        StringBuilder text = new StringBuilder();
        if (value.type() != Type.VOID) {
            text.append(value).append(" = ");
        }
        text.append(value.op().name().toLowerCase(Locale.ROOT));
        boolean leaf = value.op().kind() == Op.Kind.LEAF;
        if (leaf && value.aux() != null) {
            text.append(' ').append(value.aux());
        }
        if (!value.operands().isEmpty()) {
            text.append(' ').append(value.operands().stream().map(Value::toString)
                    .collect(Collectors.joining(", ")));
        }
        if (!leaf && value.aux() != null) {
            text.append(" [").append(value.aux() instanceof Condition
                    ? value.aux().toString().toLowerCase(Locale.ROOT) : value.aux()).append(']');
        }
        if (value.op().isTerminator() && !value.block().successors().isEmpty()) {
            text.append(" -> ").append(names(value.block().successors()));
        }
        return text.toString();
    }

    private static String names(Iterable<Block> blocks) {
        StringBuilder text = new StringBuilder();
        for (Block block : blocks) {
            text.append(text.length() == 0 ? "" : ", ").append(block);
        }
        return text.toString();
    }
}
