package cleave.guestos.libc.programs;

import cleave.guestos.libc.Glob;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.WordList;
import cleave.magic.Address;

/** Prints what each argument describes, or the argument itself, as {@code printf '%s '} does. */
final class GlobProgram {
    private static final WordList FOUND = new WordList();

    private GlobProgram() {
    }

    static int main(int count, Address arguments) {
        for (int i = 1; i < count; i++) {
            FOUND.clear();
            if (Glob.glob(Program.argument(i), FOUND) == 0) {
                Stdio.printf("%s ", Program.argument(i));
            }
            for (int j = 0; j < FOUND.count; j++) {
                Stdio.printf("%s ", FOUND.get(j));
            }
            Stdio.printf("\n");
        }
        return 0;
    }
}
