package cleave.emulator.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/** What the host wants of the running machine, asked by any thread, obeyed by the machine's. */
final class HostRequests {
    /** The wishes. */
    enum Request {
        /** The person at the console has had enough. */
        QUIT,
        /** So many seconds of the host are over. */
        TIME_LIMIT,
        /** Nobody reads what the guest prints. */
        OUTPUT_GONE,
        /** The input has ended, and the guest waits for more. */
        INPUT_OVER,
        /** There was no input at all, and the guest waits for some. */
        NO_INPUT,
        /** An expect script has come to its end, one way or the other. */
        SCRIPT_OVER,
        /** The monitor shall open. */
        MONITOR
    }

    private final Deque<Request> requests = new ArrayDeque<>();
    private Runnable interrupt = () -> { };

    /** @param action makes the machine stop soon, from any thread */
    synchronized void connect(Runnable action) {
        interrupt = action;
        if (!requests.isEmpty()) {
            action.run();
        }
    }

    synchronized void post(Request request) {
        requests.add(request);
        interrupt.run();
    }

    /** The oldest wish, or null. */
    synchronized Request poll() {
        return requests.poll();
    }
}
