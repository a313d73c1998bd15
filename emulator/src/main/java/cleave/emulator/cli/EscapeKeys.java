package cleave.emulator.cli;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Finds the commands to Cleave itself in what is typed: Ctrl-a and a letter, as in QEMU. Everything
 * else, Ctrl-C included, is the guest's.
 */
final class EscapeKeys {
    /** Ctrl-a. */
    static final int PREFIX = 1;

    /** What can be asked for. */
    enum Command {
        QUIT('x', "end the run"),
        MONITOR('c', "stop the guest and open the monitor; again: go on"),
        HELP('h', "this list"),
        SEND_PREFIX('a', "send Ctrl-a to the guest");

        private final char key;
        private final String meaning;

        Command(char key, String meaning) {
            this.key = key;
            this.meaning = meaning;
        }
    }

    private final IntConsumer guest;
    private final Consumer<Command> commands;
    private boolean prefixed;

    /**
     * @param guest gets the bytes, 0 to 255
     * @param commands gets the commands, but for {@link Command#SEND_PREFIX}
     */
    EscapeKeys(IntConsumer guest, Consumer<Command> commands) {
        this.guest = guest;
        this.commands = commands;
    }

    void accept(int value) {
        if (!prefixed) {
            prefixed = value == PREFIX;
            if (!prefixed) {
                guest.accept(value);
            }
            return;
        }
        prefixed = false;
        Command command = command(value);
        if (command == Command.SEND_PREFIX) {
            guest.accept(PREFIX);
        } else if (command != null) {
            commands.accept(command);
        }
    }

    private static Command command(int value) {
        int key = Character.toLowerCase(value);
        if (key == PREFIX) {
            return Command.SEND_PREFIX;
        }
        if (key == '?') {
            return Command.HELP;
        }
        for (Command command : Command.values()) {
            if (command.key == key) {
                return command;
            }
        }
        return null;
    }

    /** The list of keys, for Ctrl-a h and the help page. */
    static String help() {
        StringBuilder text = new StringBuilder();
        for (Command command : Command.values()) {
            text.append(String.format("  Ctrl-a %c   %s%n", command.key, command.meaning));
        }
        return text.toString();
    }
}
