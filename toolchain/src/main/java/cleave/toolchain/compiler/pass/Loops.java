package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Dominators;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The natural loops of a function, inner ones before those around them. A snapshot. */
final class Loops {
    /** A loop: its header dominates its blocks, and edges to it from them close the loop. */
    record Loop(Block header, Set<Block> blocks) {
        boolean contains(Block block) {
            return blocks.contains(block);
        }
    }

    private final Function function;
    private final Dominators dominators;
    private final List<Loop> loops = new ArrayList<>();
    private final Map<Block, Integer> depths = new HashMap<>();

    Loops(Function function) {
        this.function = function;
        this.dominators = new Dominators(function);
        for (Block header : dominators.reversePostorder()) {
            Deque<Block> open = new ArrayDeque<>();
            for (Block predecessor : header.predecessors()) {
                if (dominators.dominates(header, predecessor)) {
                    open.add(predecessor);
                }
            }
            if (!open.isEmpty()) {
                loops.add(new Loop(header, body(header, open)));
            }
        }
        java.util.Collections.reverse(loops);
        for (Loop loop : loops) {
            loop.blocks().forEach(block -> depths.merge(block, 1, Integer::sum));
        }
    }

    private static Set<Block> body(Block header, Deque<Block> open) {
        Set<Block> blocks = new LinkedHashSet<>();
        blocks.add(header);
        while (!open.isEmpty()) {
            Block block = open.remove();
            if (blocks.add(block)) {
                open.addAll(block.predecessors());
            }
        }
        return blocks;
    }

    List<Loop> all() {
        return loops;
    }

    Dominators dominators() {
        return dominators;
    }

    /** In how many loops a block is. */
    int depth(Block block) {
        return depths.getOrDefault(block, 0);
    }

    /** The only block that enters the loop and does nothing else; it is made when there is none. */
    static Block preheader(Function function, Loop loop) {
        Block header = loop.header();
        List<Block> outside = new ArrayList<>(header.predecessors());
        outside.removeIf(loop::contains);
        if (outside.size() == 1 && outside.get(0).successors().size() == 1) {
            return outside.get(0);
        }
        Block preheader = function.newBlock();
        List<List<Value>> incoming = new ArrayList<>();
        for (Value phi : header.phis()) {
            List<Value> values = new ArrayList<>();
            for (Block from : outside) {
                values.add(phi.operand(header.predecessors().indexOf(from)));
            }
            incoming.add(values);
        }
        for (Block from : outside) {
            from.redirect(header, preheader);
        }
        List<Value> joined = new ArrayList<>();
        for (int i = 0; i < incoming.size(); i++) {
            Value phi = header.phis().get(i);
            Value value = incoming.get(i).get(0);
            if (outside.size() > 1) {
                value = function.newValue(Op.PHI, phi.type(), null, phi.position(),
                        incoming.get(i).toArray(new Value[0]));
                preheader.append(value);
            }
            joined.add(value);
        }
        preheader.append(function.newValue(Op.JUMP, null,
                outside.get(0).terminator().position()));
        preheader.addSuccessor(header);
        for (int i = 0; i < joined.size(); i++) {
            header.phis().get(i).addOperand(joined.get(i));
        }
        return preheader;
    }
}
