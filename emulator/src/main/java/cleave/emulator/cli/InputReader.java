package cleave.emulator.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The thread that reads standard input: nothing else in the process may wait for it. */
final class InputReader implements Runnable {
    private final InputStream in;
    private final InputQueue queue;
    private final EscapeKeys keys;
    private final Consumer<String> problems;
    private boolean closing;

    /**
     * @param escapes whether Ctrl-a has its meaning
     * @param urgent obeys a command at once, or answers false so that it is queued
     * @param problems told in words when something fails
     */
    InputReader(InputStream in, InputQueue queue, boolean escapes,
            Predicate<EscapeKeys.Command> urgent, Consumer<String> problems) {
        this.in = in;
        this.queue = queue;
        this.problems = problems;
        this.keys = !escapes ? null : new EscapeKeys(this::enqueue, command -> {
            if (!urgent.test(command)) {
                enqueue(InputQueue.COMMAND + command.ordinal());
            }
        });
    }

    void start() {
        Thread thread = new Thread(this, "console input");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        byte[] buffer = new byte[4096];
        try {
            int count = read(buffer);
            while (count >= 0 && !closing) {
                for (int i = 0; i < count; i++) {
                    accept(buffer[i] & 0xff);
                }
                count = read(buffer);
            }
        } catch (IOException e) {
            problems.accept("standard input cannot be read any more: " + e.getMessage());
        } finally {
            queue.complete();
        }
    }

    private int read(byte[] buffer) throws IOException {
        if (in.available() == 0) {
            queue.drained();
        }
        return in.read(buffer);
    }

    private void accept(int value) {
        if (keys == null) {
            enqueue(value);
        } else {
            keys.accept(value);
        }
    }

    private void enqueue(int value) {
        try {
            queue.put(value);
        } catch (InterruptedException e) {
            closing = true;
            Thread.currentThread().interrupt();
        }
    }
}
