package cleave.toolchain.compiler.backend;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.compiler.backend.machine.Convention;
import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import cleave.toolchain.compiler.ir.LocalVariable;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds where local variables are: from a mark on in the register or slot that it names, until that
 * is written again. At the start of a block, a variable is where all ways to the block leave it.
 */
final class VariablePlaces {
    /** What is known at a point: each variable's words, as marks have them. */
    private record State(Map<LocalVariable, List<Object>> places) {
        State copy() {
            return new State(new LinkedHashMap<>(places));
        }
    }

    private record Open(Label from, List<Object> words) {
    }

    private final FrameLayout frame;
    private final CodeRecorder recorder;
    private final Assembler a;
    private final Map<MachineBlock, State> atStart = new HashMap<>();
    private final Map<LocalVariable, Open> open = new LinkedHashMap<>();
    private State state;

    VariablePlaces(MachineCode code, FrameLayout frame, CodeRecorder recorder, Assembler a) {
        this.frame = frame;
        this.recorder = recorder;
        this.a = a;
        solve(code);
    }

    /** Goes through the blocks until nothing more is lost. */
    private void solve(MachineCode code) {
        atStart.put(code.blocks().get(0), new State(new LinkedHashMap<>()));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (MachineBlock block : code.blocks()) {
                State start = atStart.get(block);
                if (start == null) {
                    continue;
                }
                State end = start.copy();
                block.insns().forEach(insn -> step(end, insn));
                for (MachineBlock successor : block.successors()) {
                    changed |= meet(successor, end);
                }
            }
        }
    }

    private boolean meet(MachineBlock block, State incoming) {
        State known = atStart.get(block);
        if (known == null) {
            atStart.put(block, incoming.copy());
            return true;
        }
        return known.places.entrySet().removeIf(entry ->
                !entry.getValue().equals(incoming.places.get(entry.getKey())));
    }

    private static void step(State state, Insn insn) {
        if (insn.kind() == Insn.Kind.MARK) {
            LocalVariable variable = (LocalVariable) insn.aux();
            state.places.remove(variable);
            List<Object> words = List.of(insn.marked());
            if (!words.isEmpty() && !words.contains((Object) 0)) {
                state.places.put(variable, words);
            }
            return;
        }
        if (state.places.isEmpty()) {
            return;
        }
        for (int i = 0; i < insn.defs().length; i++) {
            boolean same = insn.kind() == Insn.Kind.MOVES && insn.defs()[i] == insn.uses()[i];
            if (!same) {
                lose(state, insn.defs()[i]);
            }
        }
        if (insn.kind() == Insn.Kind.STORE_SLOT) {
            lose(state, ~insn.immediate());
        }
        if (insn.isCall()) {
            state.places.values().removeIf(words -> words.stream().anyMatch(word ->
                    word instanceof Integer number && number > 0
                            && !Convention.CALLEE_SAVED.contains(Register.of(number))));
        }
    }

    private static void lose(State state, int place) {
        state.places.values().removeIf(words -> words.contains((Object) place));
    }

    // ---- while code is written ----

    void enter(MachineBlock block) {
        State start = atStart.get(block);
        state = start == null ? new State(new LinkedHashMap<>()) : start.copy();
        compare();
    }

    /** The instruction has been written. */
    void after(Insn insn) {
        step(state, insn);
        compare();
    }

    void leave() {
        state.places.clear();
        compare();
    }

    /** Begins and ends ranges where the state differs from what is open. */
    private void compare() {
        if (open.isEmpty() && state.places.isEmpty()) {
            return;
        }
        for (LocalVariable variable : List.copyOf(open.keySet())) {
            Open range = open.get(variable);
            if (!range.words.equals(state.places.get(variable))) {
                open.remove(variable);
                recorder.variable(variable, range.from, a.here("end"), places(range.words));
            }
        }
        state.places.forEach((variable, words) -> {
            if (!open.containsKey(variable)) {
                open.put(variable, new Open(a.here("local"), words));
            }
        });
    }

    private List<FunctionCode.Place> places(List<Object> words) {
        List<FunctionCode.Place> places = new ArrayList<>();
        for (Object word : words) {
            if (word instanceof Insn.Known known) {
                places.add(new FunctionCode.Place.Constant(known.value()));
            } else if ((Integer) word > 0) {
                places.add(new FunctionCode.Place.InRegister(Register.of((Integer) word)));
            } else {
                places.add(new FunctionCode.Place.InFrame(
                        frame.slot(~(Integer) word) - frame.size()));
            }
        }
        return places;
    }
}
