package cleave.toolchain.compiler.backend.allocate;

import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes what selection made and nobody uses, as it folded it into its users. */
public final class DeadInstructions {
    private final int[] uses;
    private final List<List<Insn>> definitions = new ArrayList<>();
    private final Deque<Integer> unused = new ArrayDeque<>();
    private final Set<Insn> dead = new HashSet<>();

    private DeadInstructions(MachineCode code) {
        uses = new int[code.registerCount()];
        for (int i = 0; i < uses.length; i++) {
            definitions.add(null);
        }
    }

    public static void remove(MachineCode code) {
        new DeadInstructions(code).run(code);
    }

    private void run(MachineCode code) {
        for (MachineBlock block : code.blocks()) {
            for (Insn insn : block.insns()) {
                for (int use : insn.uses()) {
                    uses[use]++;
                }
                for (int def : insn.defs()) {
                    if (definitions.get(def) == null) {
                        definitions.set(def, new ArrayList<>(1));
                    }
                    definitions.get(def).add(insn);
                }
            }
        }
        for (int i = MachineCode.FIRST_VIRTUAL; i < uses.length; i++) {
            if (uses[i] == 0 && definitions.get(i) != null) {
                unused.add(i);
            }
        }
        while (!unused.isEmpty()) {
            int register = unused.poll();
            for (Insn insn : definitions.get(register)) {
                drop(insn, register);
            }
        }
        code.blocks().forEach(block -> block.insns().removeIf(dead::contains));
    }

    private void drop(Insn insn, int register) {
        if (!insn.isRemovable()) {
            return;
        }
        if (insn.kind() != Insn.Kind.MOVES) {
            dead.add(insn);
            Arrays.stream(insn.uses()).forEach(this::release);
            return;
        }
        int[] defs = insn.defs();
        for (int i = 0; i < defs.length; i++) {
            if (defs[i] == register) {
                int gone = i;
                release(insn.uses()[i]);
                insn.using(without(insn.uses(), gone));
                insn.defining(without(defs, gone));
                break;
            }
        }
        if (insn.defs().length == 0) {
            dead.add(insn);
        }
    }

    private void release(int use) {
        if (--uses[use] == 0 && use >= MachineCode.FIRST_VIRTUAL
                && definitions.get(use) != null) {
            unused.add(use);
        }
    }

    private static int[] without(int[] array, int index) {
        int[] rest = new int[array.length - 1];
        System.arraycopy(array, 0, rest, 0, index);
        System.arraycopy(array, index + 1, rest, index, rest.length - index);
        return rest;
    }
}
