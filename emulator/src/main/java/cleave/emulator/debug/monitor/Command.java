package cleave.emulator.debug.monitor;

import java.util.List;

/**
 * A row of the monitor's table of commands.
 *
 * @param names the name, and other spellings of it
 * @param arguments as help shows them
 * @param help what it does, on one line
 */
record Command(List<String> names, String arguments, String help, Action action) {
    /** Does the command. */
    @FunctionalInterface
    interface Action {
        /**
         * @param format what followed a slash after the name, or nothing
         * @param arguments the rest of the line, or nothing
         * @return what to show, ended by a line feed unless empty
         */
        String run(String format, String arguments) throws MonitorException;
    }

    String name() {
        return names.get(0);
    }

    /** {@code x/FMT ADDR}. */
    String usage() {
        String all = String.join("|", names);
        return arguments.isEmpty() ? all
                : all + (arguments.startsWith("/") ? "" : " ") + arguments;
    }
}
