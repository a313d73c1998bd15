package cleave.emulator.device;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/** A console port whose input a test types and whose output it reads. */
public final class ScriptedPort implements ConsolePort {
    private final Queue<Integer> input = new ArrayDeque<>();
    private final StringBuilder output = new StringBuilder();
    private boolean closed;

    public void type(String text) {
        for (byte octet : text.getBytes(StandardCharsets.ISO_8859_1)) {
            input.add(octet & 0xff);
        }
    }

    /** No more will be typed. */
    public void close() {
        closed = true;
    }

    public String output() {
        return output.toString();
    }

    @Override
    public void put(int value) {
        output.append((char) (value & 0xff));
    }

    @Override
    public int take() {
        return input.isEmpty() ? -1 : input.remove();
    }

    @Override
    public boolean hasInput() {
        return !input.isEmpty();
    }

    @Override
    public boolean closed() {
        return closed && input.isEmpty();
    }
}
