package cleave.emulator.debug.gdb;

import java.util.function.Consumer;

/**
 * Finds packets in a stream of bytes (GDB manual, appendix "GDB Remote Serial Protocol",
 * "Overview"): {@code $text#checksum}, with {@code }} before a byte that is meant XOR 0x20. What is
 * no packet is skipped, a packet that is too long or damaged is asked for again.
 */
final class PacketParser {
    /** Longest text of a packet, in bytes, that is accepted. */
    static final int TEXT_MAX = 0x8000;

    private static final int BREAK = 3;

    private enum State { OUTSIDE, TEXT, ESCAPED, CHECKSUM_HIGH, CHECKSUM_LOW }

    private final Consumer<Incoming> events;
    private final Consumer<String> answers;
    private final StringBuilder text = new StringBuilder();
    private State state = State.OUTSIDE;
    private boolean tooLong;
    private int sum;
    private int expected;

    /**
     * @param events gets what was found
     * @param answers gets {@code +} and {@code -}, the acknowledgements
     */
    PacketParser(Consumer<Incoming> events, Consumer<String> answers) {
        this.events = events;
        this.answers = answers;
    }

    /** Takes the next byte, 0 to 255. */
    void accept(int value) {
        switch (state) {
            case OUTSIDE -> outside(value);
            case TEXT, ESCAPED -> inside(value);
            case CHECKSUM_HIGH -> {
                expected = Character.digit(value, 16) << 4;
                state = State.CHECKSUM_LOW;
            }
            case CHECKSUM_LOW -> {
                expected |= Character.digit(value, 16);
                finish();
            }
        }
    }

    private void outside(int value) {
        if (value == '$') {
            begin();
        } else if (value == BREAK) {
            events.accept(new Incoming.Break());
        } else if (value == '-') {
            events.accept(new Incoming.Resend());
        }
    }

    private void begin() {
        text.setLength(0);
        sum = 0;
        tooLong = false;
        state = State.TEXT;
    }

    private void inside(int value) {
        if (value == '#') {
            state = State.CHECKSUM_HIGH;
            return;
        }
        if (value == '$') {
            // The packet was cut off and another begins.
            begin();
            return;
        }
        sum += value;
        if (state == State.ESCAPED) {
            append((char) (value ^ 0x20));
            state = State.TEXT;
        } else if (value == '}') {
            state = State.ESCAPED;
        } else {
            append((char) value);
        }
    }

    private void append(char value) {
        if (text.length() < TEXT_MAX) {
            text.append(value);
        } else {
            tooLong = true;
        }
    }

    private void finish() {
        state = State.OUTSIDE;
        if (expected == (sum & 0xff) && !tooLong) {
            answers.accept("+");
            events.accept(new Incoming.Packet(text.toString()));
        } else {
            answers.accept("-");
        }
    }

    /** The bytes, one a character, that carry a text. */
    static String frame(String text) {
        StringBuilder framed = new StringBuilder(text.length() + 4).append('$');
        int sum = 0;
        for (char c : text.toCharArray()) {
            if (c == '$' || c == '#' || c == '}' || c == '*') {
                framed.append('}');
                sum += '}';
                framed.append((char) (c ^ 0x20));
                sum += c ^ 0x20;
            } else {
                framed.append(c);
                sum += c;
            }
        }
        return framed.append(String.format("#%02x", sum & 0xff)).toString();
    }
}
