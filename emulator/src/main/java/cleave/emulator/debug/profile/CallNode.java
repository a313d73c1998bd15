package cleave.emulator.debug.profile;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** A function, called from where it was called: a node of the tree of all calls. */
final class CallNode {
    final String name;
    final CallNode parent;
    /** Cycles spent in the function itself. */
    long cycles;
    private final Map<String, CallNode> callees = new TreeMap<>();

    CallNode(String name, CallNode parent) {
        this.name = name;
        this.parent = parent;
    }

    CallNode callee(String function) {
        return callees.computeIfAbsent(function, key -> new CallNode(key, this));
    }

    /** In the order of their names. */
    Collection<CallNode> callees() {
        return callees.values();
    }

    /** Cycles spent in it and in all that it called. */
    long total() {
        return cycles + callees.values().stream().mapToLong(CallNode::total).sum();
    }
}
