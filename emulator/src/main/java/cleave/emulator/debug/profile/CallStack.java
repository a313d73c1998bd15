package cleave.emulator.debug.profile;

import java.util.ArrayList;
import java.util.List;

/** The calls that have not returned, of one of the guest's stacks. */
final class CallStack {
    /** What a frame of a trap has for a return address: the way back is {@code sret}. */
    static final long TRAP = -1;
    /** Recursion deeper than this is a guest that does not return as it calls. */
    private static final int DEPTH_MAX = 512;

    private record Frame(CallNode caller, long returnTo, int sp) {
    }

    private final List<Frame> frames = new ArrayList<>();
    CallNode current;

    CallStack(CallNode first) {
        current = first;
    }

    /** Enters a function; the call returns to that address with that stack pointer. */
    void push(String function, long returnTo, int sp) {
        if (frames.size() == DEPTH_MAX) {
            current = frames.get(0).caller();
            frames.clear();
        }
        frames.add(new Frame(current, returnTo, sp));
        current = current.callee(function);
    }

    /** Goes on in another function that returns where this one would: a tail call. */
    void replace(String function) {
        if (!current.name.equals(function) && current.parent != null) {
            current = current.parent.callee(function);
        }
    }

    /** Returns, over whatever has not; whether a call had left that address and stack pointer. */
    boolean pop(long returnTo, int sp) {
        for (int i = frames.size() - 1; i >= 0; i--) {
            Frame frame = frames.get(i);
            if (frame.returnTo() == returnTo && frame.sp() == sp) {
                current = frame.caller();
                frames.subList(i, frames.size()).clear();
                return true;
            }
        }
        return false;
    }

    /** Returns from the last trap; whether there was one. */
    boolean popTrap() {
        for (int i = frames.size() - 1; i >= 0; i--) {
            if (frames.get(i).returnTo() == TRAP) {
                current = frames.get(i).caller();
                frames.subList(i, frames.size()).clear();
                return true;
            }
        }
        return false;
    }
}
