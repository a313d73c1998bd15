package cleave.toolchain.compiler.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A basic block: phis, then other values, a terminator last. No edge occurs twice: a branch or
 * switch whose ways lead to the same block has one successor for them. Phi operands have the order
 * of the predecessors.
 */
public final class Block {
    private final int id;
    private final List<Value> values = new ArrayList<>();
    private final List<Block> predecessors = new ArrayList<>(2);
    private final List<Block> successors = new ArrayList<>(2);

    Block(int id) {
        this.id = id;
    }

    /** Unique in its function. */
    public int id() {
        return id;
    }

    /** In order, the terminator last. */
    public List<Value> values() {
        return Collections.unmodifiableList(values);
    }

    public List<Value> phis() {
        int n = 0;
        while (n < values.size() && values.get(n).op() == Op.PHI) {
            n++;
        }
        return Collections.unmodifiableList(values.subList(0, n));
    }

    /** The terminator; null while the block is being built. */
    public Value terminator() {
        Value last = values.isEmpty() ? null : values.get(values.size() - 1);
        return last != null && last.op().isTerminator() ? last : null;
    }

    public List<Block> predecessors() {
        return Collections.unmodifiableList(predecessors);
    }

    public List<Block> successors() {
        return Collections.unmodifiableList(successors);
    }

    // ---- values ----

    public void append(Value value) {
        insert(values.size(), value);
    }

    public void insert(int index, Value value) {
        value.block = this;
        values.add(index, value);
    }

    /** Puts {@code value} before the terminator. */
    public void appendBeforeTerminator(Value value) {
        insert(terminator() == null ? values.size() : values.size() - 1, value);
    }

    public void insertBefore(Value place, Value value) {
        insert(indexOf(place), value);
    }

    public void insertAfter(Value place, Value value) {
        insert(indexOf(place) + 1, value);
    }

    public int indexOf(Value value) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) == value) {
                return i;
            }
        }
        throw new IllegalArgumentException(value + " is not in " + this);
    }

    /** Takes {@code value} out and forgets its operands; nobody may use it any more. */
    public void remove(Value value) {
        detach(value);
        value.clearOperands();
    }

    /** Takes {@code value} out as it is, to be put elsewhere. */
    public void detach(Value value) {
        values.remove(indexOf(value));
        value.block = null;
    }

    /** Takes all values out as they are, to be put back or elsewhere; edges stay. */
    public List<Value> takeAll() {
        List<Value> all = new ArrayList<>(values);
        all.forEach(value -> value.block = null);
        values.clear();
        return all;
    }

    // ---- edges ----

    /** A new edge; phis of {@code to} must get their operand for it, as the last. */
    public void addSuccessor(Block to) {
        if (successors.contains(to)) {
            throw new IllegalArgumentException("the edge " + this + " to " + to + " exists");
        }
        successors.add(to);
        to.predecessors.add(this);
    }

    /** Removes the edge, and the operands that phis of {@code to} have for it. */
    public void removeSuccessor(Block to) {
        int index = to.predecessors.indexOf(this);
        for (Value phi : to.phis()) {
            phi.removeOperand(index);
        }
        to.predecessors.remove(index);
        successors.remove(to);
    }

    /** The edge to {@code from} leads to {@code to}, whose phis get their operand as the last. */
    public void redirect(Block from, Block to) {
        if (successors.contains(to)) {
            throw new IllegalArgumentException("the edge " + this + " to " + to + " exists");
        }
        int index = from.predecessors.indexOf(this);
        for (Value phi : from.phis()) {
            phi.removeOperand(index);
        }
        from.predecessors.remove(index);
        successors.set(successors.indexOf(from), to);
        to.predecessors.add(this);
    }

    /** {@code by} takes the place of {@code old} among the predecessors; phis stay as they are. */
    public void replacePredecessor(Block old, Block by) {
        predecessors.set(predecessors.indexOf(old), by);
        old.successors.remove(this);
        by.successors.add(this);
    }

    @Override
    public String toString() {
        return "b" + id;
    }
}
