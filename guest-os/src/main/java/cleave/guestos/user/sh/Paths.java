package cleave.guestos.user.sh;

import cleave.guestos.libc.Glob;
import cleave.guestos.libc.Match;
import cleave.guestos.libc.WordList;
import cleave.magic.Address;

/** Pathname expansion (Shell Command Language, 2.6.6): fields that are patterns become paths. */
final class Paths {
    private static final WordList FOUND = new WordList();

    private Paths() {
    }

    /** Adds a field with its backslashes, or the paths that it describes. */
    static void add(Output output, Address field, boolean pattern) {
        if (pattern && !ShellOptions.isSet('f') && Match.isPattern(field)
                && Glob.glob(field, FOUND) > 0) {
            for (int i = 0; i < FOUND.count; i++) {
                output.add(Arena.SCRATCH.copy(FOUND.get(i)));
            }
            FOUND.freeAll();
            return;
        }
        Address plain = Arena.SCRATCH.copy(field);
        removeBackslashes(plain);
        output.add(plain);
    }

    /** Takes the backslashes out of a pattern, in place. */
    static void removeBackslashes(Address text) {
        int to = 0;
        for (int i = 0; text.loadByte(i) != 0; i++) {
            if (text.loadByte(i) == '\\' && text.loadByte(i + 1) != 0) {
                i++;
            }
            text.storeByte(to, text.loadByte(i));
            to++;
        }
        text.storeByte(to, 0);
    }
}
