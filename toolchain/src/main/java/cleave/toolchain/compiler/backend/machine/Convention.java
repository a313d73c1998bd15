package cleave.toolchain.compiler.backend.machine;

import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The integer calling convention (RISC-V psABI, "Integer Calling Convention"), over words. */
public final class Convention {
    /** Where the first words of arguments are; the others are at sp, sp + 4 ... */
    public static final List<Register> ARGUMENTS = range(Register.A0, Register.A7);
    /** sp is a multiple of it. */
    public static final int STACK_ALIGNMENT = 16;
    /** What a function gives back as it got it, besides sp, gp and tp. */
    public static final Set<Register> CALLEE_SAVED = calleeSaved();

    private Convention() {
    }

    /** Bytes that arguments take on the stack. */
    public static int stackBytes(int arguments) {
        return Math.max(0, arguments - ARGUMENTS.size()) * Integer.BYTES;
    }

    public static int alignStack(int bytes) {
        return bytes + STACK_ALIGNMENT - 1 & -STACK_ALIGNMENT;
    }

    private static Set<Register> calleeSaved() {
        Set<Register> saved = EnumSet.of(Register.S0, Register.S1);
        saved.addAll(range(Register.S2, Register.S11));
        return saved;
    }

    private static List<Register> range(Register first, Register last) {
        List<Register> range = new ArrayList<>();
        for (int n = first.number(); n <= last.number(); n++) {
            range.add(Register.of(n));
        }
        return List.copyOf(range);
    }
}
