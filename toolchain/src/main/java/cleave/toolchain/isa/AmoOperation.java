package cleave.toolchain.isa;

/**
 * What an AMO stores, from the word in memory and the value of {@code rs2} (volume I, "Atomic
 * Memory Operations").
 */
public final class AmoOperation {
    private AmoOperation() {
    }

    public static int swap(int memory, int source) {
        return source;
    }

    public static int add(int memory, int source) {
        return memory + source;
    }

    public static int xor(int memory, int source) {
        return memory ^ source;
    }

    public static int and(int memory, int source) {
        return memory & source;
    }

    public static int or(int memory, int source) {
        return memory | source;
    }

    public static int min(int memory, int source) {
        return Math.min(memory, source);
    }

    public static int max(int memory, int source) {
        return Math.max(memory, source);
    }

    public static int minu(int memory, int source) {
        return Alu.minu(memory, source);
    }

    public static int maxu(int memory, int source) {
        return Alu.maxu(memory, source);
    }
}
