package cleave.guestos.libc.programs;

import cleave.guestos.libc.Options;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.magic.Address;

/** Prints its options and words as {@code getopt(1)} does. */
final class OptionsProgram {
    private static final Options.LongOption[] LONG = {
        Options.LongOption.of("alpha", Options.NO_ARGUMENT, 1000),
        Options.LongOption.of("beta", Options.REQUIRED_ARGUMENT, 1001),
        Options.LongOption.of("gamma", Options.OPTIONAL_ARGUMENT, 1002),
        Options.LongOption.of("alpine", Options.NO_ARGUMENT, 1003),
    };

    private OptionsProgram() {
    }

    static int main(int count, Address arguments) {
        int refused = 0;
        for (int option = Options.next(count, arguments, "ab:c::", LONG); option >= 0;
                option = Options.next(count, arguments, "ab:c::", LONG)) {
            if (option == '?') {
                refused = 1;
            } else if (option < 1000) {
                Stdio.printf(" -%c", option);
                if (option != 'a') {
                    Stdio.printf(" '%s'", argument());
                }
            } else {
                Options.LongOption taken = LONG[option - 1000];
                Stdio.printf(" --%s", Address.of(taken.name));
                if (taken.argument != Options.NO_ARGUMENT) {
                    Stdio.printf(" '%s'", argument());
                }
            }
        }
        Stdio.printf(" --");
        for (int i = Options.index; i < count; i++) {
            Stdio.printf(" '%s'", Program.argument(i));
        }
        Stdio.printf("\n");
        return refused;
    }

    private static Address argument() {
        return Options.argument.isNull() ? Address.of("") : Options.argument;
    }
}
