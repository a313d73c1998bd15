package cleave.toolchain.compiler.backend.machine;

import java.util.List;

/** Where a jump through a table goes for each index. */
public record JumpTable(List<MachineBlock> targets) {
    public JumpTable {
        targets = List.copyOf(targets);
    }

    @Override
    public String toString() {
        return "table of " + targets.size();
    }

    /** Tables are told apart, also when they lead to the same blocks. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
