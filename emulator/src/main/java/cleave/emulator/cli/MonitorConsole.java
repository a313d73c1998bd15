package cleave.emulator.cli;

import cleave.emulator.debug.Symbols;
import cleave.emulator.debug.monitor.Monitor;
import cleave.emulator.debug.monitor.MonitorHost;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The monitor at the console: while it is open, the guest stands still and what is typed are the
 * monitor's commands. {@code c} or Ctrl-a c closes it.
 */
final class MonitorConsole implements MonitorHost {
    private static final String PROMPT = "(cleave) ";

    private final Machine machine;
    private final Symbols symbols;
    /** Null until it is first opened. */
    private Monitor monitor;
    private final ConsoleKeyboard keyboard;
    private final Consumer<String> out;
    private final LineEditor editor;
    private boolean open;
    private Ending ending;

    /**
     * @param keyboard what is typed
     * @param out shows text
     */
    MonitorConsole(Machine machine, Symbols symbols, ConsoleKeyboard keyboard,
            Consumer<String> out) {
        this.machine = machine;
        this.symbols = symbols;
        this.keyboard = keyboard;
        this.out = out;
        this.editor = new LineEditor(keyboard.isTerminal() ? out : text -> { });
    }

    /** Stays until the guest shall go on; how the run ends when it shall not, else null. */
    Ending converse() {
        monitor = monitor == null ? new Monitor(machine, symbols, this) : monitor;
        open = true;
        ending = null;
        out.accept("\nThe guest stands still; help lists the commands, c goes on.\n" + PROMPT);
        while (open) {
            int value = keyboard.next();
            if (value < 0) {
                open = false;
            } else if (value >= InputQueue.COMMAND) {
                obey(EscapeKeys.Command.values()[value - InputQueue.COMMAND]);
            } else {
                editor.accept(value).ifPresent(this::execute);
            }
        }
        keyboard.queueCommands(false);
        return ending;
    }

    private void execute(String line) {
        out.accept(monitor.execute(line));
        if (open) {
            out.accept(PROMPT);
        }
    }

    private void obey(EscapeKeys.Command command) {
        switch (command) {
            case QUIT -> quit();
            case MONITOR -> {
                out.accept("\n");
                open = false;
            }
            case HELP -> out.accept("\n" + EscapeKeys.help() + PROMPT);
            case SEND_PREFIX -> throw new IllegalStateException("not a command to obey");
        }
    }

    @Override
    public void pause() {
        out.accept("The guest stands still while the monitor is open.\n");
    }

    @Override
    public void resume() {
        open = false;
    }

    @Override
    public void quit() {
        open = false;
        ending = new Ending("quit", ExitCode.SUCCESS, null);
    }

    @Override
    public boolean isPaused() {
        return true;
    }

    @Override
    public void stopped(StopReason reason) {
        Optional<Ending> end = Ending.of(reason);
        if (end.isPresent()) {
            open = false;
            ending = end.get();
        }
    }
}
