package cleave.toolchain.compiler.backend.allocate;

import cleave.toolchain.compiler.backend.machine.Convention;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Gives each node a register that no neighbour has (Chaitin; optimistic as Briggs has it). Nodes
 * that can be coloured for certain are set aside, the cheapest first, so that the dearest choose
 * first. A node prefers the registers its moves ask for, and leaves alone those that its
 * uncoloured neighbours ask for; else registers that compressed instructions reach, and
 * callee-saved ones last.
 */
final class Colouring {
    private static final Register[] ORDER = {
        Register.A5, Register.A4, Register.A3, Register.A2, Register.A1, Register.A0,
        Register.A6, Register.A7, Register.T1, Register.T2, Register.T3, Register.T4, Register.T5,
        Register.T6, Register.T0, Register.S0, Register.S1, Register.S2, Register.S3, Register.S4,
        Register.S5, Register.S6, Register.S7, Register.S8, Register.S9, Register.S10,
        Register.S11};
    /** Saving and restoring a register, once a call. */
    private static final double SAVE_COST = 2;

    private final InterferenceGraph graph;
    private final int registers;
    private final BitSet unspillable;
    private final int[] colour;
    private final int[] degree;
    private final boolean[] removed;
    private final List<List<InterferenceGraph.Move>> wishes = new ArrayList<>();
    private final IntList stack = new IntList();
    private final List<Integer> spilled = new ArrayList<>();
    private int savedInUse;

    Colouring(InterferenceGraph graph, int registers, BitSet unspillable) {
        this.graph = graph;
        this.registers = registers;
        this.unspillable = unspillable;
        colour = new int[graph.count()];
        degree = new int[graph.count()];
        removed = new boolean[graph.count()];
        for (int i = 0; i < graph.count(); i++) {
            wishes.add(null);
        }
        graph.moves().forEach(move -> noteWish(move, move.weight()));
        graph.wishes().forEach(wish -> noteWish(wish, wish.weight()));
        graph.aversions().forEach(aversion -> noteWish(aversion, -aversion.weight()));
    }

    static int allRegisters() {
        int mask = 0;
        for (Register register : ORDER) {
            mask |= 1 << register.number();
        }
        return mask;
    }

    private void noteWish(InterferenceGraph.Move move, double weight) {
        int to = InterferenceGraph.isVirtual(move.to()) ? graph.find(move.to()) : move.to();
        int from = InterferenceGraph.isVirtual(move.from()) ? graph.find(move.from())
                : move.from();
        if (to != from) {
            InterferenceGraph.Move wish = new InterferenceGraph.Move(to, from, weight);
            add(to, wish);
            add(from, wish);
        }
    }

    private void add(int node, InterferenceGraph.Move wish) {
        if (InterferenceGraph.isVirtual(node)) {
            if (wishes.get(node) == null) {
                wishes.set(node, new ArrayList<>(2));
            }
            wishes.get(node).add(wish);
        }
    }

    /** Colours what it can; answers the nodes that must be in memory. */
    List<Integer> run() {
        simplify();
        while (stack.size() > 0) {
            choose(stack.removeLast());
        }
        return spilled;
    }

    /** The register of a virtual register; 0 when it is spilled. */
    int colour(int register) {
        return colour[graph.find(register)];
    }

    private int colours(int node) {
        return Integer.bitCount(registers & ~graph.forbidden(node));
    }

    // ---- taking nodes out ----

    private void simplify() {
        IntList nodes = graph.nodes();
        PriorityQueue<Integer> easy = new PriorityQueue<>(
                Comparator.<Integer>comparingDouble(graph::cost).thenComparing(n -> n));
        List<Integer> hard = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            int node = nodes.get(i);
            BitSet distinct = new BitSet();
            IntList neighbours = graph.neighbours(node);
            for (int k = 0; k < neighbours.size(); k++) {
                distinct.set(graph.find(neighbours.get(k)));
            }
            degree[node] = distinct.cardinality();
            if (degree[node] < colours(node)) {
                easy.add(node);
            } else {
                hard.add(node);
            }
        }
        while (true) {
            Integer node = easy.poll();
            if (node == null) {
                node = cheapest(hard);
                if (node == null) {
                    return;
                }
            }
            if (!removed[node]) {
                remove(node, easy);
            }
        }
    }

    private void remove(int node, PriorityQueue<Integer> easy) {
        removed[node] = true;
        stack.add(node);
        BitSet distinct = new BitSet();
        IntList neighbours = graph.neighbours(node);
        for (int k = 0; k < neighbours.size(); k++) {
            int other = graph.find(neighbours.get(k));
            if (!removed[other] && !distinct.get(other)) {
                distinct.set(other);
                if (degree[other]-- == colours(other)) {
                    easy.add(other);
                }
            }
        }
    }

    /** The node whose place in memory costs least for what its absence helps. */
    private Integer cheapest(List<Integer> hard) {
        hard.removeIf(node -> removed[node]);
        Integer best = null;
        double least = Double.POSITIVE_INFINITY;
        for (Integer node : hard) {
            double price = unspillable.get(node) ? Double.MAX_VALUE
                    : graph.spillCost(node) / Math.max(1, degree[node]);
            if (price < least) {
                least = price;
                best = node;
            }
        }
        return best;
    }

    // ---- giving registers ----

    private void choose(int node) {
        int free = registers & ~graph.forbidden(node);
        double[] score = new double[MachineCode.FIRST_VIRTUAL];
        IntList neighbours = graph.neighbours(node);
        for (int i = 0; i < neighbours.size(); i++) {
            int other = graph.find(neighbours.get(i));
            if (colour[other] != 0) {
                free &= ~(1 << colour[other]);
            } else {
                addWishes(other, score, -1);
            }
        }
        addWishes(node, score, 1);
        int best = best(free, score);
        boolean isNew = Convention.CALLEE_SAVED.contains(Register.of(best))
                && (savedInUse >> best & 1) == 0;
        if (best == 0 || isNew && !unspillable.get(node) && graph.spillCost(node) < SAVE_COST) {
            spilled.add(node);
            return;
        }
        colour[node] = best;
        if (isNew) {
            savedInUse |= 1 << best;
        }
    }

    /** The best of the free registers; 0 when there is none. */
    private int best(int free, double[] score) {
        int best = 0;
        for (Register register : ORDER) {
            int number = register.number();
            if ((free >> number & 1) == 0) {
                continue;
            }
            double value = score[number];
            if (Convention.CALLEE_SAVED.contains(register) && (savedInUse >> number & 1) == 0) {
                value -= SAVE_COST;
            }
            score[number] = value;
            if (best == 0 || value > score[best]) {
                best = number;
            }
        }
        return best;
    }

    /** Adds what the node's moves ask for. */
    private void addWishes(int node, double[] score, int sign) {
        List<InterferenceGraph.Move> list = wishes.get(node);
        if (list == null) {
            return;
        }
        for (InterferenceGraph.Move wish : list) {
            int partner = wish.to() == node ? wish.from() : wish.to();
            int wanted = InterferenceGraph.isVirtual(partner) ? colour[partner] : partner;
            boolean ofOther = sign < 0 && wish.weight() < 0;
            if (!ofOther && wanted != 0 && (graph.forbidden(node) >> wanted & 1) == 0) {
                score[wanted] += sign * wish.weight();
            }
        }
    }
}
