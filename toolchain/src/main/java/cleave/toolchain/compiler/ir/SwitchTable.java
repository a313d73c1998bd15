package cleave.toolchain.compiler.ir;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a {@link Op#SWITCH} goes: for each key the index of a successor; for all other values
 * successor 0. Successors are distinct, so several keys may have the same index.
 */
public record SwitchTable(SortedMap<Integer, Integer> successors) {
    public SwitchTable(SortedMap<Integer, Integer> successors) {
        this.successors = new TreeMap<>(successors);
    }

    public int successor(int value) {
        return successors.getOrDefault(value, 0);
    }

    @Override
    public String toString() {
        return successors.toString();
    }
}
