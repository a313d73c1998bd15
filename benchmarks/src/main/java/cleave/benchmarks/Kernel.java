package cleave.benchmarks;

import java.util.Locale;

/**
 * The programs of {@code src/guest/kernels}, each in restricted Java and in C: the same algorithm,
 * the same data, the same result of {@code int run(int rounds)}.
 */
enum Kernel {
    LIST_SORT(24, "pointers, a loop with many conditions"),
    MATRIX(24, "nested loops over arrays, multiplication"),
    CRC(100, "table lookups, bytes, bits"),
    STRING_SEARCH(20, "bytes, short inner loops"),
    PAGE_COPY(200, "raw memory by words and bytes"),
    BITMAP_ALLOCATOR(24, "bits, branches, statics"),
    HASH_TABLE(24, "structs, chains of pointers"),
    STATE_MACHINE(1200, "switch, comparisons, small functions"),
    LONG_ARITHMETIC(1200, "64-bit arithmetic, division by the runtime library"),
    RED_BLACK_TREE(20, "structs, pointers, calls");

    private final int rounds;
    private final String exercise;

    Kernel(int rounds, String exercise) {
        this.rounds = rounds;
        this.exercise = exercise;
    }

    /** The argument of {@code run}: some million instructions of work. */
    int rounds() {
        return rounds;
    }

    /** What it exercises. */
    String exercise() {
        return exercise;
    }

    /** {@code list sort}. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@code list-sort.c}. */
    String cFile() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".c";
    }

    /** {@code ListSort}. */
    String className() {
        StringBuilder name = new StringBuilder();
        for (String word : name().split("_")) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }
}
