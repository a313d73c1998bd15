package cleave.emulator.debug.gdb;

import cleave.emulator.debug.Symbols;
import cleave.emulator.debug.gdb.GdbSession.Next;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A stub for GDB's {@code target remote}, and the one who runs the machine while there is one: call
 * {@link #run} where one would call {@link Machine#run}, and {@link #interrupt} in place of
 * {@link Machine#interrupt}. The guest stops when a GDB connects. One GDB is served at a time; when
 * its connection breaks, the guest stays as it is, without breakpoints, for the next.
 *
 * <p>A thread of its own reads from the network; the machine is only touched by the thread that
 * calls {@code run}.
 */
public final class GdbServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Machine machine;
    private final Symbols symbols;
    private final BlockingQueue<Incoming> incoming = new LinkedBlockingQueue<>();
    private volatile boolean closed;
    private GdbSession session;
    /** Whether the guest waits for GDB, and the machine's thread for what comes in. */
    private volatile boolean standing;
    private boolean stepping;

    private GdbServer(ServerSocket listener, Machine machine, Symbols symbols) {
        this.listener = listener;
        this.machine = machine;
        this.symbols = symbols;
        Thread thread = new Thread(this::serve, "gdb");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Listens on the loopback interface only.
     *
     * @param port 0 for any free one
     * @throws IOException when the port cannot be had
     */
    public static GdbServer listen(int port, Machine machine, Symbols symbols)
            throws IOException {
        return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), machine,
                symbols);
    }

    /** Listens at an address of this host: whoever reaches it owns the machine. */
    public static GdbServer listen(InetSocketAddress address, Machine machine, Symbols symbols)
            throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, 1);
        } catch (IOException taken) {
            socket.close();
            throw taken;
        }
        return new GdbServer(socket, machine, symbols);
    }

    /** The port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** The guest waits, before its next instruction, until a GDB lets it go ({@code -S}). */
    public void waitForGdb() {
        standing = true;
    }

    /** Makes {@link #run} return as soon as possible, also while the guest stands; any thread. */
    public void interrupt() {
        post(new Incoming.HostCall());
    }

    // ---- The network's thread ------------------------------------------------------------------

    private void serve() {
        while (!closed) {
            try {
                serve(listener.accept());
            } catch (IOException broken) {
                if (!closed) {
                    throw new UncheckedIOException("GDB's port is lost", broken);
                }
            }
        }
    }

    private void serve(Socket socket) {
        GdbConnection connection = new GdbConnection(socket);
        post(new Incoming.Connected(connection));
        connection.read(this::post);
        connection.close();
    }

    /** Who sets {@link #standing} to false looks for incoming events afterwards. */
    private void post(Incoming event) {
        incoming.add(event);
        if (!standing) {
            machine.interrupt();
        }
    }

    // ---- The machine's thread ------------------------------------------------------------------

    /**
     * Runs the machine under GDB's control until something ends the run or {@code cycles} have
     * passed. While the guest stands, waits for GDB.
     *
     * @return what {@link Machine#run} would; {@link StopReason.Interrupted} perhaps without
     *     anybody's call; {@link StopReason.Killed} when GDB asked for the end
     */
    public StopReason run(long cycles) {
        long start = machine.hart().cycle;
        while (true) {
            StopReason end = standing ? obey(take()) : advance(cycles, start);
            if (end != null) {
                return end;
            }
        }
    }

    private Incoming take() {
        try {
            return incoming.take();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return new Incoming.HostCall();
        }
    }

    /** Runs the machine; answers what ends the run, or null. */
    private StopReason advance(long cycles, long start) {
        Incoming event = incoming.poll();
        if (event != null) {
            return obey(event);
        }
        StopReason reason = stepping ? machine.step()
                : machine.run(cycles - (machine.hart().cycle - start));
        if (reason instanceof StopReason.Interrupted) {
            event = incoming.poll();
            return event == null ? reason : obey(event);
        }
        if (reason instanceof StopReason.CycleLimit) {
            return reason;
        }
        boolean over = reason instanceof StopReason.Exited
                || reason instanceof StopReason.ResetRequested;
        if (over || session == null) {
            tellEnd(reason);
            leave();
            return reason;
        }
        // GDB may answer before tellStop returns.
        standing = true;
        if (!session.tellStop(reason)) {
            if (stepping) {
                session.tellStop(new StopReason.Stepped());
            } else {
                standing = false;
            }
        }
        return null;
    }

    /** Does what came in; answers what ends the run, or null. */
    private StopReason obey(Incoming event) {
        if (event instanceof Incoming.HostCall) {
            return new StopReason.Interrupted();
        }
        if (event instanceof Incoming.Connected connected) {
            session = new GdbSession(connected.connection(), machine, symbols);
            standing = true;
            return null;
        }
        if (session == null) {
            return null;
        }
        if (event instanceof Incoming.Packet packet && standing) {
            return handle(packet.text());
        }
        if (event instanceof Incoming.Resend) {
            session.connection().resend();
        } else if ((event instanceof Incoming.Break || event instanceof Incoming.Packet)
                && !standing) {
            // As QEMU does: whatever GDB says while the guest runs, it means stop.
            standing = true;
            session.tellInterrupted();
        } else if (event instanceof Incoming.Disconnected) {
            session.leave();
            session = null;
        }
        return null;
    }

    private StopReason handle(String packet) {
        Next next = session.handle(packet);
        switch (next) {
            case STAY -> {
                StopReason ended = session.endedBySteps();
                if (ended != null) {
                    leave();
                }
                return ended;
            }
            case KILL -> {
                leave();
                return new StopReason.Killed();
            }
            case DETACH -> {
                session.leave();
                stepping = false;
                standing = false;
            }
            case CONTINUE, STEP -> {
                stepping = next == Next.STEP;
                standing = false;
            }
        }
        return null;
    }

    /** Tells a GDB that waits for the guest that there is none any more. */
    private void tellEnd(StopReason reason) {
        if (session != null && !standing) {
            session.tellEnd(reason);
        }
    }

    /** GDB has no guest any more, and the machine no GDB. */
    private void leave() {
        if (session != null) {
            session.leave();
            session.connection().close();
            session = null;
        }
        stepping = false;
        standing = false;
    }

    /** Ends the service; a GDB that waits for the guest is told that it is gone. */
    @Override
    public void close() {
        closed = true;
        tellEnd(new StopReason.Killed());
        leave();
        try {
            listener.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
