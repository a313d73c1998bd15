package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.debug.Symbols;
import cleave.emulator.debug.gdb.GdbServer;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * {@code -s}, {@code -gdb} and {@code -S}.
 *
 * @param address where GDB is waited for; empty for no GDB
 * @param stopped whether the guest waits at its first instruction
 */
record GdbOption(Optional<InetSocketAddress> address, boolean stopped) {
    private static final int USUAL_PORT = 1234;
    private static final int PORTS = 65_536;

    static GdbOption of(Arguments arguments) throws UsageException {
        Optional<InetSocketAddress> address = arguments.has(Opt.GDB_USUAL)
                ? Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), USUAL_PORT))
                : Optional.empty();
        if (arguments.has(Opt.GDB)) {
            address = parse(arguments.value(Opt.GDB).orElseThrow());
        }
        return new GdbOption(address, arguments.has(Opt.STOPPED));
    }

    /** {@code tcp::1234}, {@code tcp:HOST:1234}, or none. */
    private static Optional<InetSocketAddress> parse(String text) throws UsageException {
        if (text.equals("none")) {
            return Optional.empty();
        }
        String[] parts = text.replaceFirst(",.*", "").split(":", -1);
        UsageException problem = new UsageException("-gdb " + text
                + ": it looks like tcp::1234 or tcp:127.0.0.1:1234");
        if (parts.length != 3 || !parts[0].equals("tcp")) {
            throw problem;
        }
        try {
            int port = Integer.parseInt(parts[2]);
            if (port < 0 || port >= PORTS) {
                throw problem;
            }
            InetSocketAddress address = parts[1].isEmpty()
                    ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                    : new InetSocketAddress(parts[1], port);
            if (address.isUnresolved()) {
                throw new UsageException("-gdb " + text + ": there is no host " + parts[1]);
            }
            return Optional.of(address);
        } catch (NumberFormatException e) {
            throw problem;
        }
    }

    /** Opens the port; null when there is none to open. */
    GdbServer open(Machine machine, Symbols symbols) throws BootException {
        if (address.isEmpty()) {
            return null;
        }
        try {
            GdbServer server = GdbServer.listen(address.get(), machine, symbols);
            if (stopped) {
                server.waitForGdb();
            }
            return server;
        } catch (IOException e) {
            throw new BootException("GDB's port " + address.get().getPort() + " cannot be had ("
                    + e.getMessage() + "): give another, -gdb tcp::PORT");
        }
    }

    /** The stub as the one who runs the machine. */
    static Runner runner(GdbServer server) {
        return new Runner() {
            @Override
            public StopReason run(long cycles) {
                return server.run(cycles);
            }

            @Override
            public void interrupt() {
                server.interrupt();
            }
        };
    }
}
