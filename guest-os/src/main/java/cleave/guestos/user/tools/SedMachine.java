package cleave.guestos.user.tools;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.Text;
import cleave.guestos.user.tools.common.Words;
import cleave.guestos.user.tools.regex.Regex;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Runs the script of {@code sed} over one line after the other. */
final class SedMachine {
    /** What comes after a command. */
    private static final int NEXT = -1;
    private static final int END_OF_CYCLE = -2;
    private static final int NO_PRINT = -3;
    private static final int AGAIN = -4;
    private static final int QUIT = -5;

    private static final int LINE_WIDTH = 69;

    private static Text pattern = new Text();
    private static Text hold = new Text();
    private static Text result = new Text();
    private static final Text SCRATCH = new Text();
    /** What is printed at the end of the cycle: texts, and files by the commands that name them. */
    private static final Words APPENDED = new Words();
    private static Regex last;
    private static boolean substituted;

    private SedMachine() {
    }

    static void run() {
        boolean again = false;
        while (again || Sed.next(pattern.clear())) {
            if (!again) {
                substituted = false;
            }
            int outcome = cycle();
            again = outcome == AGAIN;
            if (outcome != NO_PRINT && !again && !Sed.quiet && outcome != QUIT - 1) {
                print();
            }
            flush();
            if (outcome <= QUIT) {
                Sed.copyRest(SCRATCH);
                return;
            }
        }
    }

    private static int cycle() {
        int at = 0;
        while (at < SedParser.count()) {
            SedCommand command = SedParser.command(at);
            int outcome = NEXT;
            if (applies(command) != command.inverted) {
                outcome = execute(command);
            } else if (command.letter == '{') {
                outcome = command.target;
            }
            if (outcome < NEXT) {
                return outcome;
            }
            at = outcome == NEXT ? at + 1 : outcome;
        }
        return END_OF_CYCLE;
    }

    private static void print() {
        Sed.print(Sed.out, pattern.address(), pattern.length(), Sed.lineEnded || !Sed.isLast());
    }

    // ---- addresses ----

    private static boolean matches(Regex regex) {
        Regex used = regex == null ? last : regex;
        if (used == null) {
            Errors.die(1, "an empty expression, and none was used before");
        }
        last = used;
        return used.find(pattern.address(), pattern.length(), 0);
    }

    private static boolean isAt(SedCommand.Place place) {
        switch (place.kind) {
            case SedCommand.LINE:
                return Sed.number == place.number;
            case SedCommand.LAST:
                return Sed.isLast();
            case SedCommand.MATCH:
                return matches(place.regex);
            case SedCommand.STEP:
                return place.step == 0 ? Sed.number == place.number
                        : Sed.number >= place.number
                        && (Sed.number - place.number) % place.step == 0;
            default:
                return true;
        }
    }

    private static boolean applies(SedCommand command) {
        if (command.second.kind == SedCommand.NONE) {
            return isAt(command.first);
        }
        if (!command.inRange) {
            boolean fromStart = command.first.kind == SedCommand.LINE && command.first.number == 0
                    && Sed.number == 1 && command.second.kind == SedCommand.MATCH;
            if (fromStart) {
                command.inRange = !isAt(command.second);
                return true;
            }
            if (!isAt(command.first)) {
                return false;
            }
            command.inRange = true;
            if (command.second.kind == SedCommand.MORE) {
                command.rangeEnd = Sed.number + command.second.number;
            } else {
                command.rangeEnd = command.second.number;
            }
            if ((command.second.kind == SedCommand.LINE || command.second.kind == SedCommand.MORE)
                    && Sed.number >= command.rangeEnd) {
                command.inRange = false;
            }
            return true;
        }
        if (command.second.kind == SedCommand.LINE || command.second.kind == SedCommand.MORE) {
            if (Sed.number >= command.rangeEnd) {
                command.inRange = false;
            }
            return Sed.number <= command.rangeEnd;
        }
        if (isAt(command.second)) {
            command.inRange = false;
        }
        return true;
    }

    // ---- commands ----

    private static int execute(SedCommand command) {
        switch (command.letter) {
            case '=' -> Sed.out.put(Sed.number).line();
            case 'a', 'r' -> APPENDED.add(Address.of(command));
            case 'i' -> Sed.out.put(command.text);
            case 'l' -> list();
            case 'p' -> print();
            case 'P' -> Sed.print(Sed.out, pattern.address(), firstLine(), true);
            case 'w' -> Sed.print(command.file, pattern.address(), pattern.length(), true);
            case 's' -> substitute(command);
            case 'y' -> transliterate(command);
            case 'g' -> pattern.clear().put(hold.address(), hold.length());
            case 'G' -> pattern.put('\n').put(hold.address(), hold.length());
            case 'h' -> hold.clear().put(pattern.address(), pattern.length());
            case 'H' -> hold.put('\n').put(pattern.address(), pattern.length());
            case 'x' -> {
                Text swapped = pattern;
                pattern = hold;
                hold = swapped;
            }
            default -> {
                return control(command);
            }
        }
        return NEXT;
    }

    /** Commands after which something else than the next one may come. */
    private static int control(SedCommand command) {
        switch (command.letter) {
            case 'b':
                return command.target;
            case 't', 'T':
                boolean jumps = substituted == (command.letter == 't');
                substituted = false;
                return jumps ? command.target : NEXT;
            case 'c':
                if (command.second.kind == SedCommand.NONE || !command.inRange
                        || command.inverted) {
                    Sed.out.put(command.text);
                }
                return NO_PRINT;
            case 'd':
                return NO_PRINT;
            case 'D':
                return deleteFirst();
            case 'n', 'N':
                return readNext(command.letter == 'N');
            case 'q', 'Q':
                Sed.status = command.number;
                return command.letter == 'q' ? QUIT : QUIT - 1;
            default:
                return NEXT;
        }
    }

    private static int firstLine() {
        int length = 0;
        while (length < pattern.length() && pattern.byteAt(length) != '\n') {
            length++;
        }
        return length;
    }

    /** Without a line feed as d; else the cycle begins again with what is left. */
    private static int deleteFirst() {
        int length = firstLine();
        if (length == pattern.length()) {
            return NO_PRINT;
        }
        SCRATCH.clear().put(pattern.address().plus(length + 1), pattern.length() - length - 1);
        pattern.clear().put(SCRATCH.address(), SCRATCH.length());
        return AGAIN;
    }

    /** At the end of the input the script ends, and, as in GNU's sed, the pattern is printed. */
    private static int readNext(boolean append) {
        if (Sed.isLast()) {
            return QUIT;
        }
        if (append) {
            pattern.put('\n');
        } else {
            if (!Sed.quiet) {
                print();
            }
            pattern.clear();
        }
        flush();
        Sed.next(pattern);
        return NEXT;
    }

    /** Prints what was to come at the end of the cycle. */
    private static void flush() {
        for (int i = 0; i < APPENDED.count(); i++) {
            SedCommand command = Struct.at(APPENDED.address(i), SedCommand.class);
            if (command.letter == 'a') {
                Sed.print(Sed.out, command.text, Strings.length(command.text) - 1, true);
            } else {
                Stream in = Stdio.fopen(command.text, "re");
                if (in != null) {
                    for (int value = in.get(); value >= 0; value = in.get()) {
                        Sed.out.putByte(value);
                    }
                    Stdio.fclose(in);
                }
            }
        }
        APPENDED.clear();
    }

    private static void list() {
        int width = 0;
        for (int i = 0; i < pattern.length(); i++) {
            SCRATCH.clear();
            int value = pattern.byteAt(i);
            if (value == '\\') {
                SCRATCH.put("\\\\");
            } else if (Characters.isPrintable(value)) {
                SCRATCH.put(value);
            } else if (value >= 7 && value <= '\r') {
                SCRATCH.put('\\').put("abtnvfr".charAt(value - 7));
            } else {
                SCRATCH.put('\\').put('0' + (value >> 6)).put('0' + (value >> 3 & 7))
                        .put('0' + (value & 7));
            }
            if (width + SCRATCH.length() > LINE_WIDTH) {
                Sed.out.put("\\\n");
                width = 0;
            }
            Sed.out.put(SCRATCH.address());
            width += SCRATCH.length();
        }
        Sed.out.put("$\n");
    }

    private static void transliterate(SedCommand command) {
        Address text = pattern.address();
        for (int i = 0; i < pattern.length(); i++) {
            Address found = Strings.find(command.text, text.loadUnsignedByte(i));
            if (!found.isNull() && found.loadByte(0) != 0) {
                text.storeByte(i, command.other.loadByte(found.minus(command.text)));
            }
        }
    }

    // ---- s ----

    private static void substitute(SedCommand command) {
        if (!matches(command.regex)) {
            return;
        }
        Regex regex = last;
        result.clear();
        int from = 0;
        int count = 0;
        boolean done = false;
        while (from <= pattern.length()
                && regex.find(pattern.address(), pattern.length(), from)) {
            int start = regex.start(0);
            int end = regex.end(0);
            result.put(pattern.address().plus(from), start - from);
            count++;
            boolean wanted = count == command.occurrence
                    || command.global && count > command.occurrence;
            if (wanted) {
                replacement(command.text, regex);
                done = true;
            } else {
                result.put(pattern.address().plus(start), end - start);
            }
            from = end;
            if (start == end) {
                if (end < pattern.length()) {
                    result.put(pattern.byteAt(end));
                }
                from = end + 1;
            } else if (end < pattern.length() && regex.find(pattern.address(), pattern.length(),
                    end) && regex.start(0) == end && regex.end(0) == end) {
                // An empty match right behind a match is none.
                result.put(pattern.byteAt(end));
                from = end + 1;
            }
            if (wanted && !command.global || end == pattern.length()) {
                break;
            }
        }
        if (from < pattern.length()) {
            result.put(pattern.address().plus(from), pattern.length() - from);
        }
        if (!done) {
            return;
        }
        Text swapped = pattern;
        pattern = result;
        result = swapped;
        substituted = true;
        if (command.print) {
            print();
        }
        if (command.file != null) {
            Sed.print(command.file, pattern.address(), pattern.length(), true);
        }
    }

    private static void replacement(Address text, Regex regex) {
        int convert = 0;
        int once = 0;
        for (int i = 0; text.loadByte(i) != 0; i++) {
            int character = text.loadUnsignedByte(i);
            int group = -1;
            if (character == '&') {
                group = 0;
            } else if (character == '\\' && text.loadByte(i + 1) != 0) {
                i++;
                character = text.loadUnsignedByte(i);
                if (Characters.isDigit(character)) {
                    group = character - '0';
                } else if (character == 'L' || character == 'U') {
                    convert = character;
                    continue;
                } else if (character == 'E') {
                    convert = 0;
                    continue;
                } else if (character == 'l' || character == 'u') {
                    once = character;
                    continue;
                } else {
                    character = character == 'n' ? '\n' : character == 't' ? '\t' : character;
                }
            }
            int start = group < 0 ? 0 : regex.start(group);
            int end = group < 0 ? 1 : regex.end(group);
            for (int j = start; j < end; j++) {
                int value = group < 0 ? character : pattern.byteAt(j);
                int how = once != 0 ? once : convert;
                result.put(how == 'L' || how == 'l' ? Characters.toLower(value)
                        : how == 'U' || how == 'u' ? Characters.toUpper(value) : value);
                once = 0;
            }
        }
    }
}
