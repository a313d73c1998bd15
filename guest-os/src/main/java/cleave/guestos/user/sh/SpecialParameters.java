package cleave.guestos.user.sh;

import cleave.magic.Address;

/** Parameters whose name is one character, apart from {@code @} and {@code *}. */
final class SpecialParameters {
    private static final Text VALUE = new Text();

    private SpecialParameters() {
    }

    /** The value; null if it is not set. It is good until the next call. */
    static Address value(int character) {
        VALUE.clear();
        switch (character) {
            case '?':
                VALUE.addNumber(Shell.status);
                break;
            case '$':
                VALUE.addNumber(Shell.process);
                break;
            case '#':
                VALUE.addNumber(Positional.count());
                break;
            case '-':
                ShellOptions.addLetters(VALUE);
                break;
            default:
                if (Jobs.lastBackground == 0) {
                    return Address.of(0);
                }
                VALUE.addNumber(Jobs.lastBackground);
                break;
        }
        return VALUE.text();
    }
}
