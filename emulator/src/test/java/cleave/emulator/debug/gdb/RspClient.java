package cleave.emulator.debug.gdb;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks the protocol as GDB does, and as GDB never would. */
final class RspClient implements AutoCloseable {
    private static final int MILLISECONDS_MAX = 300_000;

    private final Socket socket;
    private final InputStream in;

    RspClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(MILLISECONDS_MAX);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends bytes as they are. */
    void raw(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(String packet) throws IOException {
        raw(PacketParser.frame(packet));
    }

    /** The next packet's text, escapes undone; acknowledgements are skipped. */
    String receive() throws IOException {
        int value = in.read();
        while (value == '+' || value == '-') {
            value = in.read();
        }
        if (value != '$') {
            throw new IOException("no packet but " + value);
        }
        StringBuilder text = new StringBuilder();
        for (value = in.read(); value != '#'; value = in.read()) {
            text.append((char) (value == '}' ? in.read() ^ 0x20 : value));
        }
        in.read();
        in.read();
        return text.toString();
    }

    /** One byte as it comes. */
    int receiveByte() throws IOException {
        return in.read();
    }

    String ask(String packet) throws IOException {
        send(packet);
        return receive();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
