package cleave.guestos.kernel.time;

import cleave.magic.Struct;

/**
 * Timeouts by deadline, as a pairing heap: setting one costs a comparison, cancelling and taking
 * the first a logarithm on average, however many wait.
 */
final class TimeoutHeap extends Struct {
    private Timeout root;

    /** The next to expire; null if there is none. */
    Timeout first() {
        return root;
    }

    void add(Timeout timeout) {
        timeout.child = null;
        timeout.sibling = null;
        timeout.back = null;
        timeout.pending = true;
        root = root == null ? timeout : joined(root, timeout);
    }

    void remove(Timeout timeout) {
        timeout.pending = false;
        Timeout children = ofPairs(timeout.child);
        if (timeout == root) {
            root = children;
            return;
        }
        Timeout back = timeout.back;
        if (back.child == timeout) {
            back.child = timeout.sibling;
        } else {
            back.sibling = timeout.sibling;
        }
        if (timeout.sibling != null) {
            timeout.sibling.back = back;
        }
        if (children != null) {
            root = joined(root, children);
        }
    }

    /** The earlier one of two roots, with the other as its first child. */
    private static Timeout joined(Timeout a, Timeout b) {
        Timeout first = b.deadline < a.deadline ? b : a;
        Timeout second = first == a ? b : a;
        second.sibling = first.child;
        if (first.child != null) {
            first.child.back = second;
        }
        second.back = first;
        first.child = second;
        first.sibling = null;
        first.back = null;
        return first;
    }

    /** Joins siblings two by two, and then all pairs from the last to the first. */
    private static Timeout ofPairs(Timeout children) {
        Timeout rest = children;
        Timeout pairs = null;
        while (rest != null) {
            Timeout a = rest;
            Timeout b = a.sibling;
            rest = b == null ? null : b.sibling;
            a.sibling = null;
            a.back = null;
            Timeout pair = a;
            if (b != null) {
                b.sibling = null;
                b.back = null;
                pair = joined(a, b);
            }
            pair.sibling = pairs;
            pairs = pair;
        }
        Timeout result = null;
        while (pairs != null) {
            Timeout next = pairs.sibling;
            pairs.sibling = null;
            result = result == null ? pairs : joined(result, pairs);
            pairs = next;
        }
        return result;
    }
}
