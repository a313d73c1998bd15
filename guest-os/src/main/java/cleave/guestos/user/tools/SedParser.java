package cleave.guestos.user.tools;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Text;
import cleave.guestos.user.tools.common.Words;
import cleave.guestos.user.tools.regex.Regex;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Reads the script of {@code sed}. */
final class SedParser {
    private static final String COMMANDS = "{}=abcdDgGhHilnNpPqQrstTwxy:#";
    private static final Words ALL = new Words();
    private static final Words OPEN = new Words();
    private static final Words FILES = new Words();
    private static final Words FILE_NAMES = new Words();
    private static final Text PIECE = new Text();

    /** The script begins with {@code #n}. */
    static boolean quietByScript;

    private static Address at;
    private static Address begin;
    private static boolean extended;
    private static boolean operand;

    private SedParser() {
    }

    static int count() {
        return ALL.count();
    }

    static SedCommand command(int index) {
        return Struct.at(ALL.address(index), SedCommand.class);
    }

    /** Whether the first operand was the script. */
    static boolean scriptIsOperand() {
        return operand;
    }

    static void parse(Address script, boolean isExtended, boolean isOperand) {
        begin = script;
        at = script;
        extended = isExtended;
        operand = isOperand;
        quietByScript = Strings.startsWith(script, "#n\n");
        while (true) {
            while (Characters.isSpace(at.loadByte(0)) || at.loadByte(0) == ';') {
                at = at.plus(1);
            }
            if (at.loadByte(0) == 0) {
                break;
            }
            command();
        }
        if (OPEN.count() > 0) {
            refuse("a { is not closed");
        }
        resolve();
    }

    private static void refuse(String why) {
        Errors.message().put("script, character ").put(at.minus(begin) + 1).put(": ").put(why)
                .line();
        Program.exit(1);
    }

    private static void skipBlanks() {
        while (Characters.isBlank(at.loadByte(0))) {
            at = at.plus(1);
        }
    }

    // ---- addresses ----

    private static long number() {
        long number = Numbers.parse(at, 10);
        at = Numbers.end();
        return number;
    }

    private static void place(SedCommand.Place to, boolean second) {
        int first = at.loadUnsignedByte(0);
        if (Characters.isDigit(first)) {
            to.kind = SedCommand.LINE;
            to.number = number();
            if (at.loadByte(0) == '~' && Characters.isDigit(at.loadByte(1))) {
                at = at.plus(1);
                to.kind = SedCommand.STEP;
                to.step = number();
            }
        } else if (first == '$') {
            at = at.plus(1);
            to.kind = SedCommand.LAST;
        } else if (second && first == '+' && Characters.isDigit(at.loadByte(1))) {
            at = at.plus(1);
            to.kind = SedCommand.MORE;
            to.number = number();
        } else if (first == '/' || first == '\\' && at.loadByte(1) != 0) {
            at = at.plus(first == '/' ? 1 : 2);
            int delimiter = at.loadUnsignedByte(-1);
            Address text = delimited(delimiter, true);
            boolean fold = at.loadByte(0) == 'I';
            at = at.plus(fold ? 1 : 0);
            to.kind = SedCommand.MATCH;
            to.regex = regex(text, fold);
        } else if (second) {
            refuse("an address must follow the comma");
        }
    }

    /** The text up to a delimiter; a backslash before that takes its meaning away. */
    private static Address delimited(int delimiter, boolean expression) {
        PIECE.clear();
        boolean brackets = false;
        while (at.loadUnsignedByte(0) != delimiter || brackets) {
            int character = at.loadUnsignedByte(0);
            if (character == 0 || character == '\n' && expression && !brackets) {
                refuse("the delimiter does not come again");
            }
            if (character == '\\' && !brackets && at.loadByte(1) != 0) {
                int escaped = at.loadUnsignedByte(1);
                at = at.plus(2);
                if (escaped == delimiter) {
                    PIECE.put(delimiter);
                } else {
                    PIECE.put('\\').put(escaped);
                }
                continue;
            }
            if (expression && character == '[' && !brackets) {
                brackets = true;
                PIECE.put(character);
                at = at.plus(1);
                if (at.loadByte(0) == '^') {
                    PIECE.put('^');
                    at = at.plus(1);
                }
                if (at.loadByte(0) == ']') {
                    PIECE.put(']');
                    at = at.plus(1);
                }
                continue;
            }
            if (brackets && character == ']') {
                brackets = false;
            }
            PIECE.put(character);
            at = at.plus(1);
        }
        at = at.plus(1);
        return Strings.duplicate(PIECE.address(), PIECE.length());
    }

    /** Null, the expression used last, for an empty text. */
    private static Regex regex(Address text, boolean fold) {
        if (Strings.isEmpty(text)) {
            return null;
        }
        Regex regex = Regex.of(text, (extended ? Regex.EXTENDED : 0)
                | (fold ? Regex.IGNORE_CASE : 0));
        if (regex.error() != null) {
            CommandLine.refuse(text, regex.error());
        }
        return regex;
    }

    // ---- commands ----

    private static void command() {
        SedCommand command = new SedCommand();
        place(command.first, false);
        skipBlanks();
        if (command.first.kind != SedCommand.NONE && at.loadByte(0) == ',') {
            at = at.plus(1);
            skipBlanks();
            place(command.second, true);
            skipBlanks();
        }
        while (at.loadByte(0) == '!' || command.inverted && Characters.isBlank(at.loadByte(0))) {
            command.inverted = true;
            at = at.plus(1);
        }
        command.letter = at.loadUnsignedByte(0);
        if (command.letter == 0 || Strings.find(Address.of(COMMANDS), command.letter).isNull()) {
            refuse("no such command");
        }
        at = at.plus(1);
        arguments(command);
        ALL.add(Address.of(command));
    }

    private static void arguments(SedCommand command) {
        switch (command.letter) {
            case '{' -> OPEN.add(ALL.count());
            case '}' -> {
                if (OPEN.count() == 0) {
                    refuse("there is no { before");
                }
                command(OPEN.removeLast()).target = ALL.count();
                end();
            }
            case '#' -> {
                while (at.loadByte(0) != '\n' && at.loadByte(0) != 0) {
                    at = at.plus(1);
                }
            }
            case 'a', 'c', 'i' -> text(command);
            case ':', 'b', 't', 'T' -> label(command);
            case 'r' -> command.text = fileName();
            case 'w' -> command.file = file(fileName());
            case 's' -> substitution(command);
            case 'y' -> transliteration(command);
            case 'l', 'q', 'Q' -> {
                skipBlanks();
                command.number = Characters.isDigit(at.loadByte(0)) ? (int) number() : 0;
                end();
            }
            default -> end();
        }
    }

    /** After a command comes a line feed, a semicolon, a closing brace or a comment. */
    private static void end() {
        skipBlanks();
        int character = at.loadByte(0);
        if (character != 0 && character != '\n' && character != ';' && character != '}'
                && character != '#') {
            refuse("nothing more belongs to this command");
        }
    }

    /** {@code a\}, line feed, text, or the text on the same line, as GNU's sed has it. */
    private static void text(SedCommand command) {
        skipBlanks();
        if (at.loadByte(0) == '\\') {
            at = at.plus(1);
            skipBlanks();
            if (at.loadByte(0) == '\n') {
                at = at.plus(1);
            }
        }
        PIECE.clear();
        while (at.loadByte(0) != '\n' && at.loadByte(0) != 0) {
            if (at.loadByte(0) == '\\' && at.loadByte(1) != 0) {
                at = at.plus(1);
            }
            PIECE.put(at.loadUnsignedByte(0));
            at = at.plus(1);
        }
        PIECE.put('\n');
        command.text = Strings.duplicate(PIECE.address(), PIECE.length());
    }

    private static void label(SedCommand command) {
        skipBlanks();
        int length = Strings.spanWithout(at, Address.of(command.letter == ':' ? "\n; " : "\n;} "));
        command.text = Strings.duplicate(at, length);
        at = at.plus(length);
    }

    private static Address fileName() {
        skipBlanks();
        int length = Strings.spanWithout(at, Address.of("\n"));
        if (length == 0) {
            refuse("a file must follow");
        }
        Address name = Strings.duplicate(at, length);
        at = at.plus(length);
        return name;
    }

    /** The stream of a file that is written; one for each name. */
    private static Stream file(Address name) {
        if (Strings.equal(name, "/dev/stdout")) {
            return Stdio.stdout();
        }
        for (int i = 0; i < FILES.count(); i++) {
            if (Strings.equal(FILE_NAMES.address(i), name)) {
                return Struct.at(FILES.address(i), Stream.class);
            }
        }
        Stream stream = Stdio.fopen(name, "we");
        if (stream == null) {
            Errors.dieErrno(4, name);
        }
        FILES.add(Address.of(stream));
        FILE_NAMES.add(name);
        return stream;
    }

    static void closeFiles() {
        for (int i = 0; i < FILES.count(); i++) {
            if (Stdio.fclose(Struct.at(FILES.address(i), Stream.class)) < 0) {
                Errors.dieErrno(4, FILE_NAMES.address(i));
            }
        }
    }

    private static void substitution(SedCommand command) {
        int delimiter = at.loadUnsignedByte(0);
        if (delimiter == 0 || delimiter == '\n' || delimiter == '\\') {
            refuse("no delimiter");
        }
        at = at.plus(1);
        Address pattern = delimited(delimiter, true);
        command.text = delimited(delimiter, false);
        command.occurrence = 1;
        boolean fold = false;
        boolean more = true;
        while (more) {
            int flag = at.loadUnsignedByte(0);
            if (flag == 'g') {
                command.global = true;
            } else if (flag == 'p') {
                command.print = true;
            } else if (flag == 'i' || flag == 'I') {
                fold = true;
            } else if (flag >= '1' && flag <= '9') {
                command.occurrence = (int) number();
                at = at.minus(1);
            } else if (flag == 'w') {
                at = at.plus(1);
                command.file = file(fileName());
                more = false;
            } else {
                more = false;
            }
            at = at.plus(more ? 1 : 0);
        }
        end();
        command.regex = regex(pattern, fold);
        checkGroups(command);
    }

    private static void checkGroups(SedCommand command) {
        Address text = command.text;
        for (int i = 0; text.loadByte(i) != 0; i++) {
            if (text.loadByte(i) == '\\') {
                i++;
                int group = text.loadByte(i) - '0';
                if (group >= 1 && group <= 9 && command.regex != null
                        && group > command.regex.groups()) {
                    refuse("the replacement names a group that the expression has not");
                }
            }
        }
    }

    private static void transliteration(SedCommand command) {
        int delimiter = at.loadUnsignedByte(0);
        at = at.plus(delimiter == 0 ? 0 : 1);
        command.text = unescaped(delimited(delimiter, false));
        command.other = unescaped(delimited(delimiter, false));
        if (Strings.length(command.text) != Strings.length(command.other)) {
            refuse("both texts of y must have the same length");
        }
        end();
    }

    private static Address unescaped(Address text) {
        Address copy = Heap.malloc(Strings.length(text) + 1);
        int length = 0;
        for (int i = 0; text.loadByte(i) != 0; i++) {
            int character = text.loadUnsignedByte(i);
            if (character == '\\' && text.loadByte(i + 1) != 0) {
                i++;
                character = text.loadUnsignedByte(i);
                character = character == 'n' ? '\n' : character == 't' ? '\t' : character;
            }
            copy.storeByte(length, character);
            length++;
        }
        copy.storeByte(length, 0);
        return copy;
    }

    /** Finds the labels; a branch without one goes to the end. */
    private static void resolve() {
        for (int i = 0; i < ALL.count(); i++) {
            SedCommand branch = command(i);
            if (branch.letter == 'b' || branch.letter == 't' || branch.letter == 'T') {
                branch.target = Strings.isEmpty(branch.text) ? ALL.count() : -1;
                for (int j = 0; j < ALL.count() && branch.target < 0; j++) {
                    if (command(j).letter == ':' && Strings.equal(command(j).text, branch.text)) {
                        branch.target = j;
                    }
                }
                if (branch.target < 0) {
                    Errors.warn(branch.text, "no such label");
                    Program.exit(1);
                }
            }
        }
    }
}
