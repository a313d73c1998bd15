package cleave.tests.disks;

import cleave.emulator.device.ConsolePort;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Somebody at the console who types a line at each prompt of the shell, {@code poweroff} when there
 * are no more, and in the end gives up. All that the guest says is kept.
 */
final class Teletype implements ConsolePort {
    private static final String PROMPT = ":/# ";
    static final int FAREWELLS = 12;

    private final Deque<String> lines;
    private final Consumer<String> listener;
    private final Deque<Byte> typed = new ArrayDeque<>();
    private final StringBuilder heard = new StringBuilder();
    private int lineStart;
    private int farewells;

    /** @param listener is told each line that the guest has ended */
    Teletype(List<String> lines, Consumer<String> listener) {
        this.lines = new ArrayDeque<>(lines);
        this.listener = listener;
    }

    String heard() {
        return heard.toString();
    }

    @Override
    public void put(int value) {
        char character = (char) (value & 0xff);
        if (character == '\r') {
            return;
        }
        heard.append(character);
        if (character == '\n') {
            listener.accept(heard.substring(lineStart, heard.length() - 1));
            lineStart = heard.length();
        } else if (character == ' ' && heard.length() >= PROMPT.length()
                && heard.substring(heard.length() - PROMPT.length()).equals(PROMPT)) {
            listener.accept(heard.substring(lineStart));
            type();
        }
    }

    private void type() {
        String line = lines.poll();
        if (line == null && farewells < FAREWELLS) {
            farewells++;
            line = "poweroff";
        }
        if (line != null) {
            for (byte one : (line + "\n").getBytes(StandardCharsets.UTF_8)) {
                typed.add(one);
            }
        }
    }

    @Override
    public int take() {
        return typed.isEmpty() ? -1 : typed.remove() & 0xff;
    }

    @Override
    public boolean hasInput() {
        return !typed.isEmpty();
    }
}
