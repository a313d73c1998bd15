package cleave.toolchain.compiler.backend;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.backend.machine.Convention;
import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A function's frame, from sp up: arguments of calls on the stack, slots, saved registers. Only
 * what the function changes is saved; a function without any of these has no frame.
 */
final class FrameLayout {
    private final int slotsAt;
    private final int savedAt;
    private final int size;
    private final List<Register> saved = new ArrayList<>();

    FrameLayout(MachineCode code) {
        Set<Register> changed = EnumSet.noneOf(Register.class);
        boolean calls = false;
        for (MachineBlock block : code.blocks()) {
            for (Insn insn : block.insns()) {
                calls |= insn.isCall();
                for (int def : insn.defs()) {
                    if (def >= 0) {
                        changed.add(Register.of(def));
                    }
                }
            }
        }
        if (calls) {
            saved.add(Register.RA);
        }
        changed.stream().filter(Convention.CALLEE_SAVED::contains).forEach(saved::add);
        slotsAt = code.argumentBytes();
        savedAt = slotsAt + code.slots() * Integer.BYTES;
        size = Convention.alignStack(savedAt + saved.size() * Integer.BYTES);
    }

    int size() {
        return size;
    }

    /** Bytes above sp. */
    int slot(int number) {
        return slotsAt + number * Integer.BYTES;
    }

    /** How many instructions leave the function. */
    int epilogueLength() {
        return saved.size() + (size == 0 ? 1 : 2);
    }

    private int offset(int i) {
        return size - (i + 1) * Integer.BYTES;
    }

    /** What the first step of the prologue takes: sp stays near what is saved. */
    private int firstStep() {
        return Instruction.ADDI.immediateFits(-size) && Instruction.ADDI.immediateFits(size)
                ? size : Convention.alignStack(saved.size() * Integer.BYTES);
    }

    /** Where registers are saved, relative to the caller's sp. */
    private Map<Register, Integer> savedPlaces(int from, int to) {
        Map<Register, Integer> places = new EnumMap<>(Register.class);
        for (int i = from; i < to; i++) {
            places.put(saved.get(i), offset(i) - size);
        }
        return places;
    }

    void enter(Assembler a, CodeRecorder recorder) {
        if (size == 0) {
            return;
        }
        int step = firstStep();
        a.addi(Register.SP, Register.SP, -step);
        recorder.frame(step, Map.of());
        for (int i = 0; i < saved.size(); i++) {
            a.sw(saved.get(i), Register.SP, offset(i) - size + step);
            recorder.frame(step, savedPlaces(0, i + 1));
        }
        if (step != size) {
            a.li(Register.T0, step - size);
            a.add(Register.SP, Register.SP, Register.T0);
            recorder.frame(size, savedPlaces(0, saved.size()));
        }
    }

    void leave(Assembler a, CodeRecorder recorder) {
        if (size != 0) {
            int step = firstStep();
            if (step != size) {
                a.li(Register.T0, size - step);
                a.add(Register.SP, Register.SP, Register.T0);
                recorder.frame(step, savedPlaces(0, saved.size()));
            }
            for (int i = 0; i < saved.size(); i++) {
                a.lw(saved.get(i), Register.SP, offset(i) - size + step);
                recorder.frame(step, savedPlaces(i + 1, saved.size()));
            }
            a.addi(Register.SP, Register.SP, step);
            recorder.frame(0, Map.of());
        }
        a.ret();
    }

    /** After the code that leaves, the frame is as before. */
    void resume(CodeRecorder recorder) {
        if (size != 0) {
            recorder.frame(size, savedPlaces(0, saved.size()));
        }
    }
}
