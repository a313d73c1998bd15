package cleave.toolchain.isa;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The integer registers by their ABI names (RISC-V psABI, "Integer Register Convention"). */
public enum Register {
    ZERO, RA, SP, GP, TP, T0, T1, T2, S0, S1, A0, A1, A2, A3, A4, A5,
    A6, A7, S2, S3, S4, S5, S6, S7, S8, S9, S10, S11, T3, T4, T5, T6;

    private static final Register[] ALL = values();
    private static final Map<String, Register> BY_NAME = byName();

    /** The number in an encoding, 0 to 31. */
    public int number() {
        return ordinal();
    }

    /** The architectural name: {@code x10}. */
    public String xName() {
        return "x" + ordinal();
    }

    /** The ABI name: {@code a0}. */
    public String abiName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return abiName();
    }

    /** Register {@code number}, 0 to 31. */
    public static Register of(int number) {
        return ALL[number];
    }

    /** By ABI name, {@code fp}, or {@code x0} to {@code x31}; null when there is none. */
    public static Register byName(String name) {
        return BY_NAME.get(name);
    }

    private static Map<String, Register> byName() {
        Map<String, Register> map = new HashMap<>();
        for (Register register : values()) {
            map.put(register.abiName(), register);
            map.put(register.xName(), register);
        }
        map.put("fp", S0);
        return map;
    }
}
