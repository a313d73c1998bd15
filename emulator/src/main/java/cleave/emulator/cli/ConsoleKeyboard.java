package cleave.emulator.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Standard input with the thread that reads it. Commands to Cleave itself (Ctrl-a) that come from a
 * terminal are obeyed at once, whatever the guest does; those in a pipe wait for their turn, and so
 * do those typed while the monitor reads.
 */
final class ConsoleKeyboard {
    private final InputQueue queue = new InputQueue();
    private final boolean terminal;
    private final Consumer<String> problems;
    private final Thread preparation;
    private volatile boolean commandsQueue;

    /**
     * Begins to make the terminal raw, which takes a while.
     *
     * @param terminal whether standard input is one
     * @param problems told in words when something fails
     */
    ConsoleKeyboard(boolean terminal, Consumer<String> problems) {
        this.terminal = terminal;
        this.problems = problems;
        this.preparation = new Thread(this::prepare, "terminal");
        if (terminal) {
            preparation.start();
        }
    }

    private void prepare() {
        try {
            TerminalMode.makeRaw();
        } catch (IOException e) {
            problems.accept("the terminal stays as it is: " + e.getMessage());
        }
    }

    /**
     * Begins to read, once the terminal is raw.
     *
     * @param escapes whether Ctrl-a has its meaning
     * @param obey does what a command says, on the reader's thread
     */
    void start(InputStream in, boolean escapes, Consumer<EscapeKeys.Command> obey) {
        try {
            preparation.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        new InputReader(in, queue, escapes, command -> {
            if (terminal && !commandsQueue) {
                obey.accept(command);
                return true;
            }
            return false;
        }, problems).start();
    }

    InputQueue queue() {
        return queue;
    }

    boolean isTerminal() {
        return terminal;
    }

    /** From now on commands come in their turn, with {@link #next}. */
    void queueCommands(boolean inTurn) {
        commandsQueue = inTurn;
    }

    /** Waits for the next byte or command; -1 at the end of the input. */
    int next() {
        queue.awaitByteOrEnd();
        return queue.take();
    }
}
