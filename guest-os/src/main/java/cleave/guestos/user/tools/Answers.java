package cleave.guestos.user.tools;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Stdio;
import cleave.magic.Address;

/** Questions before something is lost, for {@code -i}. */
final class Answers {
    private Answers() {
    }

    /** Whether the next line of standard input begins with y. */
    static boolean yes() {
        int first = Stdio.getchar();
        int character = first;
        while (character >= 0 && character != '\n') {
            character = Stdio.getchar();
        }
        return first == 'y' || first == 'Y';
    }

    /** {@code tool: question 'path'? } */
    static boolean ask(String question, Address path) {
        Errors.message().put(question).put(" '").put(path).put("'? ").flush();
        return yes();
    }
}
