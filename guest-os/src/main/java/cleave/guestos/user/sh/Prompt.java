package cleave.guestos.user.sh;

import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Systems;
import cleave.guestos.abi.SystemName;
import cleave.magic.Address;

/**
 * Prompts. {@code PS1} and {@code PS2} are expanded like the text of a here-document, and then some
 * of bash's letters behind a backslash: w for the directory, h for the host, u for the user, n for
 * a line feed, and a dollar sign that is a hash for root.
 */
final class Prompt {
    /** Whether the command has begun on an earlier line. */
    static boolean continuing;

    private static final Text TEXT = new Text();
    private static final SystemName SYSTEM = new SystemName();

    private Prompt() {
    }

    /** On standard error, for input that no line editor reads. */
    static void show() {
        Stdio.stderr().put(text());
        Stdio.stderr().flush();
    }

    static Address text() {
        Address prompt = Variables.value(continuing ? "PS2" : "PS1");
        TEXT.clear();
        if (!prompt.isNull()) {
            Address mark = Arena.SCRATCH.mark();
            escapes(Expansion.ofText(prompt));
            Arena.SCRATCH.release(mark);
        }
        return TEXT.text();
    }

    private static void escapes(Address text) {
        for (int i = 0; text.loadByte(i) != 0; i++) {
            int character = text.loadUnsignedByte(i);
            if (character != '\\' || text.loadByte(i + 1) == 0) {
                TEXT.add(character);
                continue;
            }
            i++;
            switch (text.loadUnsignedByte(i)) {
                case 'w':
                    directory();
                    break;
                case 'h':
                    Systems.uname(SYSTEM);
                    TEXT.add(Address.of(SYSTEM.node));
                    break;
                case 'u':
                    Address user = Variables.value("USER");
                    TEXT.add(user.isNull() ? Address.of("user") : user);
                    break;
                case '$':
                    TEXT.add(Processes.geteuid() == 0 ? '#' : '$');
                    break;
                case 'n':
                    TEXT.add('\n');
                    break;
                case '\\':
                    TEXT.add('\\');
                    break;
                default:
                    TEXT.add('\\').add(text.loadUnsignedByte(i));
                    break;
            }
        }
    }

    /** With a tilde for the home directory, when that is not the root. */
    private static void directory() {
        Address directory = Directory.current();
        Address home = Variables.value("HOME");
        if (!home.isNull() && home.loadByte(0) == '/' && home.loadByte(1) != 0
                && Strings.startsWith(directory, home)) {
            Address rest = directory.plus(Strings.length(home));
            if (rest.loadByte(0) == 0 || rest.loadByte(0) == '/') {
                TEXT.add('~').add(rest);
                return;
            }
        }
        TEXT.add(directory);
    }
}
