package cleave.emulator.cli;

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
    private volatile boolean commandsQueue;

    ConsoleKeyboard(boolean terminal) {
        this.terminal = terminal;
    }

    /**
     * @param escapes whether Ctrl-a has its meaning
     * @param obey does what a command says, on the reader's thread
     */
    void start(InputStream in, boolean escapes, Consumer<EscapeKeys.Command> obey,
            Consumer<String> problems) {
        new InputReader(in, queue, escapes, command -> {
            if (terminal && !commandsQueue) {
                obey.accept(command);
                return true;
            }
            return false;
        }, problems, terminal ? TerminalMode::makeRaw : () -> { }).start();
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
