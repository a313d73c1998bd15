package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.device.Uart16550;
import cleave.emulator.machine.Machine;
import cleave.emulator.memory.Bus;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Connects the guest's serial line with the host's terminal, files, pipes, or a script. */
final class ConsoleSetup {
    private static final long UART_BASE = 0x1000_0000L;
    private static final int LCR_DLAB = 0x80;
    private static final int IER_RECEIVE = 1;

    private final SerialTarget target;
    private final Streams streams;
    private final HostRequests requests;
    private final GuestConsole console;
    private final ConsoleKeyboard keyboard;
    private Optional<ExpectRun> script = Optional.empty();

    ConsoleSetup(SerialTarget target, Streams streams, HostRequests requests)
            throws BootException {
        this.target = target;
        this.streams = streams;
        this.requests = requests;
        this.console = new GuestConsole(target.open(streams.out()),
                () -> requests.post(HostRequests.Request.OUTPUT_GONE));
        this.keyboard = new ConsoleKeyboard(
                target.keyboard() && streams.ofProcess() && TerminalMode.isTerminal());
    }

    GuestConsole port() {
        return console;
    }

    ConsoleKeyboard keyboard() {
        return keyboard;
    }

    Optional<ExpectRun> script() {
        return script;
    }

    /** Writes what the guest has printed so far. */
    void flush() {
        console.flush();
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
        machine.setIdlePolicy(new HostIdle(console, requests, () -> receiverEnabled(machine),
                realTime));
        if (expect.isPresent()) {
            ExpectRun run = new ExpectRun(expect.get(), machine.events(), requests,
                    quiet ? line -> { } : this::say);
            script = Optional.of(run);
            console.connect(machine.events(), run);
            run.start();
        } else if (target.keyboard()) {
            console.connect(machine.events(), standardInput(machine));
            if (keyboard.isTerminal() && !quiet) {
                announce();
            }
            keyboard.start(streams.in(), target.escapes(), this::obey, this::say);
        } else {
            console.connect(machine.events(), ConsoleInput.NONE);
        }
    }

    private ConsoleInput standardInput(Machine machine) {
        return keyboard.isTerminal() ? new TypedInput(keyboard.queue())
                : new PacedInput(keyboard.queue(), isRegularFile(streams.in()),
                        machine.events()::now, () -> receiverEnabled(machine), this::obey);
    }

    private void announce() {
        say(target.escapes() ? "Ctrl-a x quits, Ctrl-a h lists the keys"
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
            case MONITOR -> {
                keyboard.queueCommands(true);
                requests.post(HostRequests.Request.MONITOR);
            }
            case HELP -> streams.err().print("\n" + EscapeKeys.help());
            case SEND_PREFIX -> throw new IllegalStateException("not a command to obey");
        }
    }

    private static boolean receiverEnabled(Machine machine) {
        Bus bus = machine.bus();
        long lcr = bus.peek(UART_BASE + Uart16550.Reg.LCR.offset(), 1);
        long ier = bus.peek(UART_BASE + Uart16550.Reg.IER.offset(), 1);
        return (lcr & LCR_DLAB) == 0 && (ier & IER_RECEIVE) != 0;
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
