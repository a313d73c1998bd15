package cleave.emulator.debug.gdb;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The bytes to and from one GDB. A connection that breaks is over: sending to it has no effect, and
 * whoever reads learns it by {@link Incoming.Disconnected}.
 */
final class GdbConnection {
    private final Socket socket;
    private String last = "";
    private boolean acknowledging = true;

    GdbConnection(Socket socket) {
        this.socket = socket;
    }

    /** Reads until the connection is over, on the calling thread. */
    void read(Consumer<Incoming> events) {
        PacketParser parser = new PacketParser(events, this::acknowledge);
        try {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int value = in.read(); value >= 0; value = in.read()) {
                parser.accept(value);
            }
        } catch (IOException broken) {
            // The same to us as an orderly end.
            close();
        }
        events.accept(new Incoming.Disconnected(this));
    }

    private synchronized void acknowledge(String sign) {
        if (acknowledging) {
            write(sign);
        }
    }

    /** From now on neither side acknowledges packets. */
    synchronized void stopAcknowledging() {
        acknowledging = false;
    }

    synchronized void send(String text) {
        last = PacketParser.frame(text);
        write(last);
    }

    synchronized void resend() {
        if (acknowledging) {
            write(last);
        }
    }

    private void write(String bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        } catch (IOException broken) {
            close();
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // There is nothing left to close.
            return;
        }
    }
}
