package cleave.guestos.user.tools;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/**
 * The executable of the small tools: the last part of {@code argv[0]} says which one runs. When
 * that begins with {@code tools}, the first argument does.
 */
public final class Tools {
    /** All tools; the build makes a link for each. */
    public static final Tool[] TABLE = {
        Tool.of("echo", Echo::run),
        Tool.of("false", Tools::no),
        Tool.of("true", Tools::yes),
    };

    private static final int UNKNOWN = 127;

    private Tools() {
    }

    static int main(int count, Address arguments) {
        Address name = Program.name();
        if (Strings.startsWith(name, "tools") && count > 1) {
            return run(Strings.baseName(Program.argument(1)), count - 1, arguments.plus(4));
        }
        return run(name, count, arguments);
    }

    private static int run(Address name, int count, Address arguments) {
        for (Tool tool : TABLE) {
            if (Strings.equal(name, tool.name)) {
                return tool.main.run(count, arguments);
            }
        }
        Errors.warn(name, "no such tool");
        return UNKNOWN;
    }

    private static int yes(int count, Address arguments) {
        return 0;
    }

    private static int no(int count, Address arguments) {
        return 1;
    }
}
