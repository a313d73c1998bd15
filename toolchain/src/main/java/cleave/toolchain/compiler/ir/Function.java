package cleave.toolchain.compiler.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A function: blocks, the entry first, which has no predecessors. Unreachable blocks are removed by
 * whoever makes them so ({@link #removeUnreachable}).
 */
public final class Function {
    private final Symbol symbol;
    private final String method;
    private List<Type> parameters;
    private final Type result;
    private final FunctionAttributes attributes;
    private final Position position;
    private final List<Block> blocks = new ArrayList<>();
    private int nextValue;
    private int nextBlock;

    /**
     * @param symbol     its name for the linker
     * @param method     its name for people: {@code Class.method}
     * @param parameters their types
     * @param result     {@link Type#VOID} for none
     * @param position   where its body begins
     */
    public Function(Symbol symbol, String method, List<Type> parameters, Type result,
            FunctionAttributes attributes, Position position) {
        this.symbol = symbol;
        this.method = method;
        this.parameters = List.copyOf(parameters);
        this.result = result;
        this.attributes = attributes;
        this.position = position;
    }

    public Symbol symbol() {
        return symbol;
    }

    public String method() {
        return method;
    }

    public List<Type> parameters() {
        return parameters;
    }

    /** Once longs have been lowered: a word each. */
    public void setParameters(List<Type> types) {
        parameters = List.copyOf(types);
    }

    /** As the source has it: an {@code i64} is returned in two words once longs are lowered. */
    public Type result() {
        return result;
    }

    public FunctionAttributes attributes() {
        return attributes;
    }

    public Position position() {
        return position;
    }

    public Block entry() {
        return blocks.get(0);
    }

    /** In the order in which they are laid out, the entry first. */
    public List<Block> blocks() {
        return Collections.unmodifiableList(blocks);
    }

    public Block newBlock() {
        Block block = new Block(nextBlock++);
        blocks.add(block);
        return block;
    }

    /** Lays out the blocks in that order: the same blocks, the entry first. */
    public void reorder(List<Block> order) {
        if (order.size() != blocks.size() || order.get(0) != entry()
                || !order.containsAll(blocks)) {
            throw new IllegalArgumentException("not an order of the blocks of " + symbol);
        }
        blocks.clear();
        blocks.addAll(order);
    }

    /** A value that is in no block yet. */
    public Value newValue(Op op, Type type, Object aux, Position position, Value... operands) {
        return new Value(nextValue++, op, type, aux, position, List.of(operands));
    }

    /** A value of an operation whose result type does not vary. */
    public Value newValue(Op op, Object aux, Position position, Value... operands) {
        return newValue(op, op.result(), aux, position, operands);
    }

    /** One more than the greatest value id. */
    public int valueCount() {
        return nextValue;
    }

    /** One more than the greatest block id. */
    public int blockCount() {
        return nextBlock;
    }

    /** Removes blocks that cannot be reached from the entry. */
    public void removeUnreachable() {
        List<Block> reachable = Graph.reversePostorder(this);
        List<Block> dead = new ArrayList<>(blocks);
        dead.removeAll(reachable);
        for (Block block : dead) {
            for (Block successor : List.copyOf(block.successors())) {
                block.removeSuccessor(successor);
            }
        }
        for (Block block : dead) {
            List.copyOf(block.values()).forEach(Value::clearOperands);
        }
        blocks.removeAll(dead);
    }

    @Override
    public String toString() {
        return IrPrinter.print(this);
    }
}
