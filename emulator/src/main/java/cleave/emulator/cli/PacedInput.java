package cleave.emulator.cli;

import cleave.emulator.time.EventQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Input from a file or a pipe, given to the guest as a patient typist would: a line at a time, and
 * only when the guest listens. Otherwise what is written before the guest is ready would vanish: a
 * kernel that opens its port clears the receiver, and line buffers overflow.
 *
 * <p>The guest <em>listens</em> when the receive interrupt of its UART is enabled, or when it has
 * asked for input {@link #POLLS} times without printing in between. It is <em>ready</em> for the
 * next line when it has been listening without printing for {@link #QUIET_CYCLES}, or has gone to
 * sleep since.
 *
 * <p>All this is decided on virtual time. When the whole input is there by the time the guest first
 * asks, which is so for files and for pipes whose writer has finished, every run is the same run.
 * Commands to Cleave itself (Ctrl-a) are obeyed when their turn comes.
 */
final class PacedInput implements ConsoleInput {
    /** How often a guest must have asked in vain to be known as one that polls. */
    static final int POLLS = 64;
    /** How long a guest must have been silent to be taken for waiting. */
    static final long QUIET_CYCLES = EventQueue.CYCLES_PER_SECOND / 200;
    /**
     * How long, in host time, the pipe's writer has to finish. Both were started at the same time,
     * so that only the first question of a quick start waits.
     */
    private static final long GRACE_NANOSECONDS = 50_000_000;

    private final InputQueue queue;
    private final boolean regularFile;
    private final LongSupplier cycle;
    private final BooleanSupplier receiverEnabled;
    private final Consumer<EscapeKeys.Command> commands;
    private boolean asked;
    private boolean wasListening;
    private boolean inLine;
    private boolean slept;
    private int polls;
    private long quietSince;

    /**
     * @param regularFile whether the next byte, or the end, can be waited for
     * @param cycle the present
     * @param receiverEnabled whether the guest's UART would interrupt it for a byte
     * @param commands obeys what is for Cleave itself
     */
    PacedInput(InputQueue queue, boolean regularFile, LongSupplier cycle,
            BooleanSupplier receiverEnabled, Consumer<EscapeKeys.Command> commands) {
        this.queue = queue;
        this.regularFile = regularFile;
        this.cycle = cycle;
        this.receiverEnabled = receiverEnabled;
        this.commands = commands;
    }

    @Override
    public boolean hasInput() {
        ask();
        if (!isListening()) {
            inLine = false;
        } else if (!inLine) {
            inLine = slept || cycle.getAsLong() - quietSince >= QUIET_CYCLES;
        }
        return inLine && available();
    }

    private boolean isListening() {
        polls = Math.min(polls + 1, POLLS);
        boolean listening = polls == POLLS || receiverEnabled.getAsBoolean();
        if (listening && !wasListening) {
            becomeQuiet();
        }
        wasListening = listening;
        return listening;
    }

    private void becomeQuiet() {
        quietSince = cycle.getAsLong();
        slept = false;
    }

    private boolean available() {
        if (regularFile) {
            queue.awaitByteOrEnd();
        }
        if (queue.peek() < InputQueue.COMMAND) {
            return !queue.isEmpty();
        }
        commands.accept(EscapeKeys.Command.values()[queue.take() - InputQueue.COMMAND]);
        inLine = false;
        becomeQuiet();
        return false;
    }

    /** Before the first answer: is this pipe one that has all its bytes already? */
    private void ask() {
        if (!asked) {
            asked = true;
            queue.awaitComplete(GRACE_NANOSECONDS);
        }
    }

    @Override
    public int take() {
        if (!hasInput()) {
            return -1;
        }
        int value = queue.take();
        if (value == '\n' || value == '\r') {
            inLine = false;
            becomeQuiet();
        }
        return value;
    }

    @Override
    public boolean closed() {
        ask();
        if (regularFile) {
            queue.awaitByteOrEnd();
        }
        return queue.isOver();
    }

    @Override
    public void heard(int value) {
        if (!inLine) {
            becomeQuiet();
            polls = 0;
        }
    }

    @Override
    public void asleep() {
        slept = true;
    }

    @Override
    public boolean isLive() {
        ask();
        return !regularFile && !queue.isComplete();
    }

    @Override
    public void await(long nanoseconds) {
        queue.await(nanoseconds);
    }
}
