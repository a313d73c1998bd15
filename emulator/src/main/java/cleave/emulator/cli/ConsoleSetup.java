package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.device.Uart16550;
import cleave.emulator.machine.Machine;
import cleave.emulator.memory.Bus;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;

/** Connects the guest's serial line with the host's terminal, files and pipes. */
final class ConsoleSetup {
    private static final long UART_BASE = 0x1000_0000L;
    private static final int LCR_DLAB = 0x80;
    private static final int IER_RECEIVE = 1;

    private final SerialTarget target;
    private final Streams streams;
    private final HostRequests requests;
    private final GuestConsole console;

    ConsoleSetup(SerialTarget target, Streams streams, HostRequests requests)
            throws BootException {
        this.target = target;
        this.streams = streams;
        this.requests = requests;
        this.console = new GuestConsole(target.open(streams.out()),
                () -> requests.post(HostRequests.Request.OUTPUT_GONE));
    }

    GuestConsole console() {
        return console;
    }

    /** @param realTime whether the guest's sleep takes the host's time in any case */
    void connect(Machine machine, boolean realTime) {
        console.connect(machine.events(), target.keyboard() ? input(machine) : ConsoleInput.NONE);
        machine.setIdlePolicy(new HostIdle(console, requests, () -> receiverEnabled(machine),
                realTime));
        requests.connect(machine::interrupt);
    }

    private ConsoleInput input(Machine machine) {
        InputQueue queue = new InputQueue();
        boolean terminal = streams.ofProcess() && TerminalMode.isTerminal();
        if (terminal) {
            announce();
        }
        new InputReader(streams.in(), queue, target.escapes(), terminal ? this::obey : null,
                this::complain, terminal ? TerminalMode::makeRaw : () -> { }).start();
        return terminal ? new TypedInput(queue)
                : new PacedInput(queue, isRegularFile(streams.in()), machine.events()::now,
                        () -> receiverEnabled(machine), this::obey);
    }

    private void announce() {
        streams.err().println(target.escapes() ? "cleave: Ctrl-a x quits, Ctrl-a h lists the keys"
                : "cleave: the guest has all keys; end it by its own means, or by "
                        + "kill " + ProcessHandle.current().pid());
    }

    private void complain(String problem) {
        streams.err().println("cleave: " + problem);
    }

    /** Called by the machine's thread for pipes, by the reader's for terminals. */
    private void obey(EscapeKeys.Command command) {
        switch (command) {
            case QUIT -> requests.post(HostRequests.Request.QUIT);
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
