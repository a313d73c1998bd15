package cleave.guestos.user.sh;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** Words written so that the shell reads the same again. */
final class Quoting {
    private static final String PLAIN = "_-+./:=,%@^";

    private Quoting() {
    }

    /** In quotes if it needs them. */
    static void put(Stream to, Address word) {
        boolean plain = word.loadByte(0) != 0;
        for (int i = 0; word.loadByte(i) != 0; i++) {
            int character = word.loadUnsignedByte(i);
            plain &= Characters.isLetterOrDigit(character)
                    || !Strings.find(Address.of(PLAIN), character).isNull();
        }
        if (plain) {
            to.put(word);
        } else {
            putQuoted(to, word);
        }
    }

    /** In single quotes; single quotes themselves in double ones. */
    static void putQuoted(Stream to, Address word) {
        int i = 0;
        do {
            to.putByte('\'');
            while (word.loadByte(i) != 0 && word.loadByte(i) != '\'') {
                to.putByte(word.loadByte(i));
                i++;
            }
            to.putByte('\'');
            if (word.loadByte(i) != 0) {
                to.putByte('"');
                while (word.loadByte(i) == '\'') {
                    to.putByte('\'');
                    i++;
                }
                to.putByte('"');
            }
        } while (word.loadByte(i) != 0);
    }
}
