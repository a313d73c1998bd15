package cleave.toolchain.compiler.backend.allocate;

import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts registers into the frame, or makes them anew where they are used if they are constants. Each
 * piece that is left lives only from a load to its last use nearby; such pieces are never spilled
 * again. Moves take slots as they are.
 */
final class Spiller {
    /** How far a piece may live on, so that short pieces stay few. */
    private static final int REACH = 6;

    /** A piece that has a spilled register, and where it was loaded or stored. */
    private record Piece(int register, int at) {
    }

    private final MachineCode code;
    private final BitSet unspillable;
    /** By spilled register. */
    private final Map<Integer, Insn> constants = new HashMap<>();
    private final Map<Integer, Integer> slots = new HashMap<>();
    private Map<Integer, Piece> pieces = new HashMap<>();
    private List<Insn> result;
    private int at;

    private Spiller(MachineCode code, BitSet unspillable) {
        this.code = code;
        this.unspillable = unspillable;
    }

    static void run(MachineCode code, InterferenceGraph graph, Set<Integer> nodes,
            BitSet unspillable) {
        Spiller spiller = new Spiller(code, unspillable);
        Map<Integer, Integer> slotOfNode = new HashMap<>();
        for (int register = MachineCode.FIRST_VIRTUAL; register < graph.count(); register++) {
            int node = graph.find(register);
            if (!nodes.contains(node)) {
                continue;
            }
            if (graph.constant(node) != null) {
                spiller.constants.put(register, graph.constant(node));
            } else {
                spiller.slots.put(register,
                        slotOfNode.computeIfAbsent(node, unused -> code.newSlot()));
            }
        }
        code.blocks().forEach(spiller::rewrite);
    }

    private boolean isSpilled(int register) {
        return slots.containsKey(register) || constants.containsKey(register);
    }

    private void rewrite(MachineBlock block) {
        result = new ArrayList<>();
        pieces = new HashMap<>();
        for (Insn insn : List.copyOf(block.insns())) {
            at++;
            if (insn.kind() == Insn.Kind.MOVES) {
                rewriteMoves(insn);
            } else {
                rewrite(insn);
            }
            if (insn.isCall() || insn.kind() == Insn.Kind.MOVES) {
                pieces.clear();
            }
        }
        block.insns().clear();
        block.insns().addAll(result);
    }

    private void rewrite(Insn insn) {
        if (insn.isConstant() && constants.containsKey(insn.def())) {
            return;
        }
        int[] uses = insn.uses().clone();
        for (int i = 0; i < uses.length; i++) {
            if (isSpilled(uses[i])) {
                uses[i] = load(uses[i], insn);
            }
        }
        insn.using(uses);
        mark(insn);
        result.add(insn);
        int[] defs = insn.defs().clone();
        for (int i = 0; i < defs.length; i++) {
            if (slots.containsKey(defs[i])) {
                int spilled = defs[i];
                defs[i] = newPiece();
                pieces.put(spilled, new Piece(defs[i], at));
                result.add(Insn.of(Insn.Kind.STORE_SLOT, null).using(defs[i])
                        .withImmediate(slots.get(spilled)).at(insn.position()));
            }
        }
        insn.defining(defs);
    }

    /** A register that has the spilled one's value. */
    private int load(int spilled, Insn user) {
        Piece known = pieces.get(spilled);
        if (known != null && at - known.at <= REACH) {
            return known.register;
        }
        int piece = newPiece();
        Insn constant = constants.get(spilled);
        result.add((constant != null ? constant.repeatedFor(piece)
                : Insn.of(Insn.Kind.LOAD_SLOT, null).defining(piece)
                        .withImmediate(slots.get(spilled))).at(user.position()));
        pieces.put(spilled, new Piece(piece, at));
        return piece;
    }

    private int newPiece() {
        int piece = code.newRegister();
        unspillable.set(piece);
        return piece;
    }

    /** Slots take part; constants follow, as nothing of the moves is in their way. */
    private void rewriteMoves(Insn insn) {
        List<int[]> pairs = new ArrayList<>();
        List<Insn> after = new ArrayList<>();
        for (int i = 0; i < insn.defs().length; i++) {
            int to = insn.defs()[i];
            int from = insn.uses()[i];
            if (constants.containsKey(from)) {
                moveConstant(to, constants.get(from), insn, after);
            } else {
                pairs.add(new int[] {slots.containsKey(to) ? ~slots.get(to) : to,
                    slots.containsKey(from) ? ~slots.get(from) : from});
            }
        }
        insn.defining(pairs.stream().mapToInt(pair -> pair[0]).toArray());
        insn.using(pairs.stream().mapToInt(pair -> pair[1]).toArray());
        if (!pairs.isEmpty()) {
            result.add(insn);
        }
        result.addAll(after);
    }

    private void moveConstant(int to, Insn constant, Insn moves, List<Insn> after) {
        if (!slots.containsKey(to)) {
            after.add(constant.repeatedFor(to).at(moves.position()));
            return;
        }
        int piece = newPiece();
        after.add(constant.repeatedFor(piece).at(moves.position()));
        after.add(Insn.of(Insn.Kind.STORE_SLOT, null).using(piece)
                .withImmediate(slots.get(to)).at(moves.position()));
    }

    private void mark(Insn insn) {
        if (insn.kind() == Insn.Kind.MARK) {
            Object[] words = insn.marked().clone();
            for (int i = 0; i < words.length; i++) {
                if (words[i] instanceof Integer register && slots.containsKey(register)) {
                    words[i] = ~slots.get(register);
                }
            }
            insn.marking(words);
        }
    }
}
