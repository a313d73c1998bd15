package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.device.ConsolePort;
import cleave.emulator.device.Uart16550;
import cleave.emulator.machine.Machine;
import cleave.emulator.memory.Bus;
import cleave.emulator.platform.VirtPlatform;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Connects the guest's consoles with the host's terminal, files, pipes, or a script. */
final class ConsoleSetup {
    private static final long UART_BASE = VirtPlatform.row("uart0").base();
    private static final int LCR_DLAB = 0x80;
    private static final int IER_RECEIVE = 1;

    private final SerialTarget main;
    private final Streams streams;
    private final HostRequests requests;
    private final GuestConsole serial;
    private final Optional<GuestConsole> virtio;
    private final boolean virtioIsMain;
    private final ConsoleKeyboard keyboard;
    private Optional<ExpectRun> script = Optional.empty();

    ConsoleSetup(ConsoleLines lines, Streams streams, HostRequests requests)
            throws BootException {
        this.main = lines.main();
        this.streams = streams;
        this.requests = requests;
        this.serial = console(lines.serial());
        this.virtio = lines.virtio().isEmpty() ? Optional.empty()
                : Optional.of(console(lines.virtio().get()));
        this.virtioIsMain = main != lines.serial();
        this.keyboard = new ConsoleKeyboard(
                main.keyboard() && streams.ofProcess() && TerminalMode.isTerminal(), this::say);
    }

    private GuestConsole console(SerialTarget target) throws BootException {
        return new GuestConsole(target.open(streams.out()),
                () -> requests.post(HostRequests.Request.OUTPUT_GONE));
    }

    /** The host's end of the UART. */
    GuestConsole serial() {
        return serial;
    }

    /** The host's end of the virtio console; of nothing, if there is none. */
    ConsolePort virtio() {
        return virtio.<ConsolePort>map(c -> c).orElse(ConsolePort.NONE);
    }

    /** The console that standard input belongs to. */
    private GuestConsole mainConsole() {
        return virtioIsMain ? virtio.orElseThrow() : serial;
    }

    ConsoleKeyboard keyboard() {
        return keyboard;
    }

    Optional<ExpectRun> script() {
        return script;
    }

    /** Writes what the guest has printed so far. */
    void flush() {
        serial.flush();
        virtio.ifPresent(GuestConsole::flush);
    }

    /** Whether nothing follows the last line feed of the guest's output. */
    boolean isAtLineStart() {
        return mainConsole().isAtLineStart();
    }

    /**
     * To be called before the machine runs.
     *
     * @param expect what types in place of standard input
     * @param realTime whether the guest's sleep takes the host's time in any case
     * @param quiet whether nothing is to be said
     */
    void connect(Machine machine, Optional<ExpectScript> expect, boolean realTime,
            boolean quiet) {
        GuestConsole console = mainConsole();
        machine.setIdlePolicy(new HostIdle(console, requests, () -> listens(machine), realTime));
        serial.connect(machine.events());
        virtio.ifPresent(c -> c.connect(machine.events()));
        if (expect.isPresent()) {
            ExpectRun run = new ExpectRun(expect.get(), machine.events(), requests,
                    quiet ? line -> { } : this::say);
            script = Optional.of(run);
            console.setInput(run);
            run.start();
        } else if (main.keyboard()) {
            console.setInput(standardInput(machine));
            keyboard.start(streams.in(), main.escapes(), this::obey);
            if (keyboard.isTerminal() && !quiet) {
                announce();
            }
        }
    }

    private ConsoleInput standardInput(Machine machine) {
        return keyboard.isTerminal() ? new TypedInput(keyboard.queue())
                : new PacedInput(keyboard.queue(), isRegularFile(streams.in()),
                        machine.events()::now, () -> listens(machine), this::obey);
    }

    private void announce() {
        say(main.escapes() ? "Ctrl-a x quits, Ctrl-a h lists the keys"
                : "all keys are the guest's; to end it by force: kill "
                        + ProcessHandle.current().pid());
    }

    private void say(String text) {
        streams.err().println("cleave: " + text);
    }

    /** Called by the machine's thread for pipes, by the reader's for terminals. */
    private void obey(EscapeKeys.Command command) {
        switch (command) {
            case QUIT -> requests.post(HostRequests.Request.QUIT);
            case MONITOR -> openMonitor();
            case HELP -> streams.err().print("\n" + EscapeKeys.help());
            case SEND_PREFIX -> throw new IllegalStateException("not a command to obey");
        }
    }

    /**
     * Whether a byte would interrupt the guest. A virtio console is only asked for input when its
     * driver has given it room for some.
     */
    private boolean listens(Machine machine) {
        if (virtioIsMain) {
            return true;
        }
        Bus bus = machine.bus();
        long lcr = bus.peek(UART_BASE + Uart16550.Reg.LCR.offset(), 1);
        long ier = bus.peek(UART_BASE + Uart16550.Reg.IER.offset(), 1);
        return (lcr & LCR_DLAB) == 0 && (ier & IER_RECEIVE) != 0;
    }

    /** Asks for the monitor. */
    void openMonitor() {
        keyboard.queueCommands(true);
        requests.post(HostRequests.Request.MONITOR);
    }

    private static boolean isRegularFile(InputStream in) {
        if (!(in instanceof FileInputStream file)) {
            return false;
        }
        FileChannel channel = file.getChannel();
        try {
            // Pipes and terminals have no position.
            return channel.position() >= 0 && channel.size() > 0;
        } catch (IOException e) {
            return false;
        }
    }
}
