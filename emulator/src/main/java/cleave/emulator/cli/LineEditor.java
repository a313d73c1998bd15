package cleave.emulator.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads lines from a raw terminal for the monitor: backspace, Ctrl-U, Ctrl-C and the arrows up and
 * down (or Ctrl-P, Ctrl-N) for what was entered before. Without echo it just collects lines.
 */
final class LineEditor {
    private static final int CTRL_C = 3;
    private static final int BACKSPACE = 8;
    private static final int CTRL_N = 14;
    private static final int CTRL_P = 16;
    private static final int CTRL_U = 21;
    private static final int ESCAPE = 27;
    private static final int DELETE = 127;

    private final Consumer<String> echo;
    private final StringBuilder line = new StringBuilder();
    private final List<String> history = new ArrayList<>();
    private final StringBuilder escape = new StringBuilder();
    private int place;

    /** @param echo shows text on the terminal; does nothing when there is none */
    LineEditor(Consumer<String> echo) {
        this.echo = echo;
    }

    /** Takes a byte, and returns the line that it completes. */
    Optional<String> accept(int value) {
        if (escape.length() != 0 || value == ESCAPE) {
            sequence((char) value);
            return Optional.empty();
        }
        switch (value) {
            case '\r', '\n' -> {
                return Optional.of(finish());
            }
            case BACKSPACE, DELETE -> erase(Math.min(1, line.length()));
            case CTRL_U, CTRL_C -> erase(line.length());
            case CTRL_P -> recall(-1);
            case CTRL_N -> recall(1);
            default -> {
                if (value >= ' ') {
                    line.append((char) value);
                    echo.accept(String.valueOf((char) value));
                }
            }
        }
        return Optional.empty();
    }

    private String finish() {
        String text = line.toString();
        line.setLength(0);
        echo.accept("\n");
        if (!text.isBlank()) {
            history.add(text);
        }
        place = history.size();
        return text;
    }

    private void erase(int count) {
        line.setLength(line.length() - count);
        echo.accept("\b \b".repeat(count));
    }

    /** Control sequences end with a letter or tilde (ECMA-48, 5.4). */
    private void sequence(char next) {
        escape.append(next);
        boolean introducer = escape.length() < 3 && (next == '[' || next == 'O' || next == ESCAPE);
        if (introducer || Character.isDigit(next) || next == ';') {
            return;
        }
        if (escape.length() == 3 && next == 'A') {
            recall(-1);
        } else if (escape.length() == 3 && next == 'B') {
            recall(1);
        }
        escape.setLength(0);
    }

    private void recall(int direction) {
        int wanted = place + direction;
        if (wanted < 0 || wanted > history.size()) {
            return;
        }
        erase(line.length());
        place = wanted;
        line.append(wanted < history.size() ? history.get(wanted) : "");
        echo.accept(line.toString());
    }
}
