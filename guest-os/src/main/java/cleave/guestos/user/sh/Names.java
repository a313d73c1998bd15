package cleave.guestos.user.sh;

import cleave.guestos.libc.Characters;
import cleave.magic.Address;

/** Names of variables and functions: letters, digits and underscores, no digit first. */
final class Names {
    private Names() {
    }

    static boolean begins(int character) {
        return character >= 0 && (Characters.isLetter(character) || character == '_');
    }

    static boolean continues(int character) {
        return character >= 0 && (Characters.isLetterOrDigit(character) || character == '_');
    }

    /** How much of the text, from its start, is a name. */
    static int length(Address text) {
        if (!begins(text.loadUnsignedByte(0))) {
            return 0;
        }
        int length = 1;
        while (continues(text.loadUnsignedByte(length))) {
            length++;
        }
        return length;
    }

    static boolean are(Address text) {
        int length = length(text);
        return length > 0 && text.loadByte(length) == 0;
    }
}
