package cleave.tests.equivalence;

import cleave.emulator.device.ConsolePort;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Types the next line whenever the guest has said the prompt: no clock but the guest's. */
final class Typist implements ConsolePort {
    private final String prompt;
    private final Deque<String> lines;
    private final Deque<Byte> typed = new ArrayDeque<>();
    private final StringBuilder heard = new StringBuilder();

    Typist(String prompt, List<String> lines) {
        this.prompt = prompt;
        this.lines = new ArrayDeque<>(lines);
    }

    @Override
    public void put(int value) {
        heard.append((char) (value & 0xff));
        if (heard.length() > prompt.length()) {
            heard.deleteCharAt(0);
        }
        if (!lines.isEmpty() && heard.toString().equals(prompt)) {
            for (byte one : (lines.remove() + "\n").getBytes(StandardCharsets.UTF_8)) {
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

    @Override
    public boolean closed() {
        return lines.isEmpty() && typed.isEmpty();
    }
}
