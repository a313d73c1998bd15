package cleave.emulator.cli;

import cleave.emulator.device.ConsolePort;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** The guest's output goes to a stream of the host; there is no input. */
final class OutputPort implements ConsolePort {
    private final OutputStream out;
    private final byte[] buffer = new byte[8192];
    private int count;

    OutputPort(OutputStream out) {
        this.out = out;
    }

    @Override
    public void put(int value) {
        buffer[count++] = (byte) value;
        if (count == buffer.length || value == '\n') {
            flush();
        }
    }

    void flush() {
        try {
            out.write(buffer, 0, count);
            out.flush();
            count = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int take() {
        return -1;
    }

    @Override
    public boolean hasInput() {
        return false;
    }

    @Override
    public boolean closed() {
        return true;
    }
}
