package cleave.toolchain.compiler.backend.allocate;

import java.util.Arrays;

/** A growing list of numbers. */
final class IntList {
    static final IntList EMPTY = new IntList();

    private int[] items = {};
    private int size;

    void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, Math.max(8, 2 * size));
        }
        items[size++] = item;
    }

    int get(int i) {
        return items[i];
    }

    int size() {
        return size;
    }

    int removeLast() {
        return items[--size];
    }
}
