package cleave.emulator.debug.monitor;

import cleave.toolchain.text.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands by name; a word that is none gets the nearest. */
final class CommandTable {
    private final String prefix;
    private final List<Command> commands;
    private final Map<String, Command> byName = new LinkedHashMap<>();

    /** @param prefix the words before these commands: nothing, or {@code "info "} */
    CommandTable(String prefix, List<Command> commands) {
        this.prefix = prefix;
        this.commands = List.copyOf(commands);
        for (Command command : commands) {
            command.names().forEach(name -> byName.put(name, command));
        }
    }

    /** Runs {@code name[/format] [arguments]}. */
    String run(String line) throws MonitorException {
        // QEMU takes a space before the format, too.
        String[] words = line.strip().replaceFirst("\\s+/", "/").split("\\s+", 2);
        String[] head = words[0].split("/", 2);
        Command command = byName.get(head[0]);
        if (command == null) {
            throw new MonitorException("unknown command: '" + prefix + head[0] + "'"
                    + suggestion(head[0]));
        }
        return command.action().run(head.length > 1 ? head[1] : "",
                words.length > 1 ? words[1].strip() : "");
    }

    private String suggestion(String word) {
        Optional<String> nearest = Nearest.to(word, byName.keySet());
        return nearest.map(name -> "; did you mean '" + prefix + name + "'?")
                .orElse("; 'help' lists all");
    }

    Optional<Command> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** A line for each command. */
    String help() {
        StringBuilder text = new StringBuilder();
        for (Command command : commands) {
            text.append(helpLine(command));
        }
        return text.toString();
    }

    String helpLine(Command command) {
        return String.format("%-24s %s\n", prefix + command.usage(), command.help());
    }
}
