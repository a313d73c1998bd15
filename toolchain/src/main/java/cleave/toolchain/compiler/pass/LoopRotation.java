package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Dominators;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the test of a loop at its bottom: the header is copied before the loop, where it decides
 * whether the loop is entered at all, and stays as the end of each turn.
 */
final class LoopRotation {
    private static final int GREATEST_HEADER = 12;

    private final Function function;
    private final Loops.Loop loop;
    private final Block header;
    private Block body;
    private Block exit;

    private LoopRotation(Function function, Loops.Loop loop) {
        this.function = function;
        this.loop = loop;
        this.header = loop.header();
    }

    static boolean run(Function function) {
        boolean changed = false;
        Set<Block> done = new HashSet<>();
        boolean again = true;
        while (again) {
            again = false;
            for (Loops.Loop loop : new Loops(function).all()) {
                if (done.add(loop.header()) && new LoopRotation(function, loop).rotate()) {
                    done.add(loop.header());
                    changed = true;
                    again = true;
                    break;
                }
            }
        }
        return changed;
    }

    private boolean rotate() {
        Value end = header.terminator();
        if (end.op() != Op.BRANCH && end.op() != Op.BRANCH_LONG
                || header.values().size() - header.phis().size() > GREATEST_HEADER) {
            return false;
        }
        Block first = header.successors().get(0);
        Block second = header.successors().get(1);
        if (loop.contains(first) == loop.contains(second)) {
            return false;
        }
        body = loop.contains(first) ? first : second;
        exit = body == first ? second : first;
        if (body == header || isBottomTested()) {
            return false;
        }
        for (Value value : header.values()) {
            if (value.op().kind() == Op.Kind.BARRIER || value.op().kind() == Op.Kind.WRITE) {
                return false;
            }
        }
        if (!usesAreClear()) {
            return false;
        }
        Block preheader = Loops.preheader(function, loop);
        body = alone(body);
        exit = alone(exit);
        copyHeader(preheader);
        return true;
    }

    /** A latch that tests already: turning the loop again gains nothing. */
    private boolean isBottomTested() {
        for (Block predecessor : header.predecessors()) {
            if (loop.contains(predecessor) && predecessor.successors().size() > 1) {
                return true;
            }
        }
        return false;
    }

    /** Whether values of the header are used only where body or exit dominate. */
    private boolean usesAreClear() {
        Dominators dominators = new Dominators(function);
        boolean exitAlone = exit.predecessors().size() == 1;
        boolean bodyAlone = body.predecessors().size() == 1;
        for (Value value : header.values()) {
            for (Value user : value.users()) {
                for (Block place : places(user, value)) {
                    if (place != header && !(bodyAlone && dominators.dominates(body, place))
                            && !(exitAlone && dominators.dominates(exit, place))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Where a user needs the value: a phi needs it at the end of predecessors. */
    private static List<Block> places(Value user, Value value) {
        if (user.op() != Op.PHI) {
            return List.of(user.block());
        }
        List<Block> places = new ArrayList<>();
        for (int i = 0; i < user.operands().size(); i++) {
            if (user.operand(i) == value) {
                places.add(user.block().predecessors().get(i));
            }
        }
        return places;
    }

    /** A successor that only the header has: the target itself, or a new block on the edge. */
    private Block alone(Block target) {
        if (target.predecessors().size() == 1) {
            return target;
        }
        Block edge = function.newBlock();
        int way = target.predecessors().indexOf(header);
        List<Value> incoming = new ArrayList<>();
        target.phis().forEach(phi -> incoming.add(phi.operand(way)));
        header.redirect(target, edge);
        edge.append(function.newValue(Op.JUMP, null, header.terminator().position()));
        edge.addSuccessor(target);
        for (int i = 0; i < incoming.size(); i++) {
            target.phis().get(i).addOperand(incoming.get(i));
        }
        return edge;
    }

    private void copyHeader(Block preheader) {
        Map<Value, Value> copies = new HashMap<>();
        int way = header.predecessors().indexOf(preheader);
        preheader.remove(preheader.terminator());
        for (Value value : header.values()) {
            if (value.op() == Op.PHI) {
                copies.put(value, value.operand(way));
                continue;
            }
            Value copy = function.newValue(value.op(), value.type(), value.aux(),
                    value.position());
            value.operands().forEach(operand ->
                    copy.addOperand(copies.getOrDefault(operand, operand)));
            preheader.append(copy);
            copies.put(value, copy);
        }
        List<Block> targets = List.copyOf(header.successors());
        // As it was before the copy's edges: body and exit hang below the header.
        Dominators dominators = new Dominators(function);
        preheader.removeSuccessor(header);
        List<Value> defined = List.copyOf(header.values());
        for (Block target : targets) {
            List<Value> ended = List.copyOf(target.phis());
            preheader.addSuccessor(target);
            for (Value phi : ended) {
                phi.addOperand(copies.getOrDefault(phi.operand(0), phi.operand(0)));
            }
        }
        for (Value value : defined) {
            Value atBody = null;
            Value atExit = null;
            for (Value user : List.copyOf(value.users())) {
                for (int i = 0; i < user.operands().size(); i++) {
                    if (user.operand(i) != value) {
                        continue;
                    }
                    Block place = user.op() == Op.PHI ? user.block().predecessors().get(i)
                            : user.block();
                    if (place == header || place == preheader) {
                        continue;
                    }
                    boolean inBody = dominators.dominates(body, place);
                    if (inBody) {
                        atBody = atBody == null ? join(body, value, copies.get(value)) : atBody;
                    } else {
                        atExit = atExit == null ? join(exit, value, copies.get(value)) : atExit;
                    }
                    user.setOperand(i, inBody ? atBody : atExit);
                }
            }
        }
    }

    private Value join(Block at, Value value, Value copy) {
        Value phi = function.newValue(Op.PHI, value.type(), null, value.position());
        for (Block predecessor : at.predecessors()) {
            phi.addOperand(predecessor == header ? value : copy);
        }
        at.insert(0, phi);
        return phi;
    }
}
