package cleave.toolchain.compiler.backend.allocate;

import cleave.toolchain.compiler.backend.machine.Convention;
import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Which virtual registers need different registers, which of the machine's each may not have, what
 * a memory access for each would cost, and the moves that vanish when both sides get the same one.
 * Registers that were merged are one node, named by {@link #find}.
 */
final class InterferenceGraph {
    /** A move between a virtual register and another one or one of the machine's. */
    record Move(int to, int from, double weight) {
    }

    private static final int CALLER_SAVED = callerSaved();
    /** What a two-address form is worth: it may be compressed. */
    private static final double SAME_REGISTER = 0.05;
    /** What a ring of moves costs, for each pair that may be part of it. */
    private static final double RING = 0.8;
    /** In longer moves rings are not looked for. */
    private static final int RING_MOVES_MAX = 8;

    private final int[] parent;
    private final int[] forbidden;
    private final double[] cost;
    private final double[] definitionCost;
    private final IntList[] neighbours;
    private final PairSet edges = new PairSet();
    private final List<Move> moves = new ArrayList<>();
    private final List<Move> wishes = new ArrayList<>();
    private final List<Move> aversions = new ArrayList<>();
    private final BitSet present = new BitSet();
    private final Insn[] constants;
    private final int[] definitions;

    InterferenceGraph(MachineCode code) {
        int count = code.registerCount();
        parent = new int[count];
        Arrays.setAll(parent, i -> i);
        forbidden = new int[count];
        cost = new double[count];
        definitionCost = new double[count];
        neighbours = new IntList[count];
        constants = new Insn[count];
        definitions = new int[count];
        Liveness liveness = new Liveness(code);
        for (MachineBlock block : code.blocks()) {
            scan(block, liveness.atEnd(block));
        }
    }

    private static int callerSaved() {
        int mask = 0;
        for (Register register : Register.values()) {
            if (!Convention.CALLEE_SAVED.contains(register)) {
                mask |= 1 << register.number();
            }
        }
        return mask;
    }

    static boolean isVirtual(int register) {
        return register >= MachineCode.FIRST_VIRTUAL;
    }

    private void scan(MachineBlock block, BitSet live) {
        int machine = 0;
        List<Insn> insns = block.insns();
        for (int i = insns.size() - 1; i >= 0; i--) {
            Insn insn = insns.get(i);
            weigh(insn, block.frequency());
            int defined = 0;
            for (int k = 0; k < insn.defs().length; k++) {
                int def = insn.defs()[k];
                int source = insn.kind() == Insn.Kind.MOVES ? insn.uses()[k] : -1;
                if (isVirtual(def)) {
                    define(insn, def, source, live, machine);
                } else if (def > 0) {
                    defined |= 1 << def;
                    forbidAll(live, 1 << def, source);
                }
            }
            if (insn.isCall()) {
                forbidAll(live, CALLER_SAVED, -1);
            }
            for (int def : insn.defs()) {
                if (isVirtual(def)) {
                    live.clear(def);
                    // What is defined at the same time needs another register.
                    forbidden[def] |= defined;
                }
            }
            machine &= ~defined;
            for (int use : insn.uses()) {
                if (isVirtual(use)) {
                    live.set(use);
                    present.set(use);
                } else if (use > 0) {
                    machine |= 1 << use;
                }
            }
        }
    }

    private void define(Insn insn, int def, int source, BitSet live, int machine) {
        present.set(def);
        definitions[def]++;
        constants[def] = insn.isConstant() && definitions[def] == 1 ? insn : null;
        int kept = source > 0 && !isVirtual(source) ? machine & ~(1 << source) : machine;
        forbidden[def] |= kept;
        for (int other = live.nextSetBit(0); other >= 0; other = live.nextSetBit(other + 1)) {
            if (other != def && other != source) {
                addEdge(def, other);
            }
        }
        for (int other : insn.defs()) {
            if (other != def && isVirtual(other)) {
                addEdge(def, other);
            }
        }
    }

    private void forbidAll(BitSet live, int mask, int except) {
        for (int each = live.nextSetBit(0); each >= 0; each = live.nextSetBit(each + 1)) {
            if (each != except) {
                forbidden[each] |= mask;
            }
        }
    }

    private void weigh(Insn insn, double frequency) {
        for (int def : insn.defs()) {
            cost[def < 0 ? 0 : def] += frequency;
            definitionCost[def < 0 ? 0 : def] += frequency;
        }
        for (int use : insn.uses()) {
            cost[use < 0 ? 0 : use] += frequency;
        }
        if (insn.kind() == Insn.Kind.MOVES) {
            avoidRings(insn, frequency);
            for (int k = 0; k < insn.defs().length; k++) {
                int to = insn.defs()[k];
                int from = insn.uses()[k];
                if (to > 0 && from > 0 && (isVirtual(to) || isVirtual(from))) {
                    moves.add(new Move(to, from, frequency));
                }
            }
        } else if (insn.defs().length == 1 && insn.uses().length > 0 && isVirtual(insn.def())
                && isVirtual(insn.use(0))) {
            wishes.add(new Move(insn.def(), insn.use(0), frequency * SAME_REGISTER));
        }
    }

    /** A source that is where another move goes to may make the moves wait for each other. */
    private void avoidRings(Insn insn, double frequency) {
        int count = insn.defs().length;
        if (count > RING_MOVES_MAX) {
            return;
        }
        for (int to = 0; to < count; to++) {
            for (int from = 0; from < count; from++) {
                if (to != from && isVirtual(insn.defs()[to]) && isVirtual(insn.uses()[from])) {
                    aversions.add(new Move(insn.defs()[to], insn.uses()[from],
                            frequency * RING));
                }
            }
        }
    }

    // ---- nodes ----

    int find(int register) {
        int root = register;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    /** All nodes, merged ones once, in ascending order. */
    IntList nodes() {
        IntList nodes = new IntList();
        for (int i = present.nextSetBit(0); i >= 0; i = present.nextSetBit(i + 1)) {
            if (parent[i] == i) {
                nodes.add(i);
            }
        }
        return nodes;
    }

    int count() {
        return parent.length;
    }

    /** Bit n tells that the node may not have register n. */
    int forbidden(int node) {
        return forbidden[node];
    }

    /** How often the node is written and read, for each call of the function. */
    double cost(int node) {
        return cost[node];
    }

    /** What the node costs without a register, in instructions for each call of the function. */
    double spillCost(int node) {
        Insn constant = constant(node);
        return constant == null ? cost[node]
                : (cost[node] - 2 * definitionCost[node]) * constant.length();
    }

    /** The instruction that makes what the node always has; null when that may change. */
    Insn constant(int node) {
        return definitions[node] == 1 ? constants[node] : null;
    }

    /** May name merged nodes, and some twice. */
    IntList neighbours(int node) {
        return neighbours[node] == null ? IntList.EMPTY : neighbours[node];
    }

    List<Move> moves() {
        return moves;
    }

    /** Pairs that had better be the same, but are no moves. */
    List<Move> wishes() {
        return wishes;
    }

    /** Pairs that had better differ, but may be the same. */
    List<Move> aversions() {
        return aversions;
    }

    boolean interfere(int a, int b) {
        return edges.contains(a, b);
    }

    private void addEdge(int a, int b) {
        if (a != b && edges.add(a, b)) {
            listOf(a).add(b);
            listOf(b).add(a);
        }
    }

    private IntList listOf(int node) {
        if (neighbours[node] == null) {
            neighbours[node] = new IntList();
        }
        return neighbours[node];
    }

    /** Makes two nodes that do not interfere one; answers its name. */
    int merge(int a, int b) {
        int keep = neighbours(a).size() >= neighbours(b).size() ? a : b;
        int gone = keep == a ? b : a;
        parent[gone] = keep;
        forbidden[keep] |= forbidden[gone];
        cost[keep] += cost[gone];
        definitionCost[keep] += definitionCost[gone];
        definitions[keep] += definitions[gone];
        IntList moved = neighbours(gone);
        for (int i = 0; i < moved.size(); i++) {
            int other = find(moved.get(i));
            if (other != keep) {
                addEdge(keep, other);
            }
        }
        return keep;
    }
}
