package cleave.guestos.user.tools.regex;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Heap;
import cleave.magic.Address;
import cleave.magic.Recursive;

/** Makes {@link Code} of the text of an expression in one pass. */
final class Parser {
    private static final int DEPTH = 100;
    private static final int REPEAT_MAX = 255;
    private static final int UNLIMITED = -1;

    private static final int JUMPS_MAX = 1024;
    /** Jumps to the end of the alternatives being read; those of outer ones lie below a mark. */
    private static final int[] JUMPS = new int[JUMPS_MAX];
    private static final int MARK = -1;
    private static final int CODE_MAX = 0x1_0000;

    private static int jumps;
    private static Address text;
    private static int length;
    private static int at;
    private static boolean extended;
    private static Regex regex;
    private static Code code;
    private static int depth;
    /** Groups that are closed, a bit each: what a back reference may name. */
    private static int closed;
    /** Whether the piece read last can match nothing. */
    private static boolean nullable;

    private Parser() {
    }

    static Regex parse(Address from, int bytes, int flags) {
        text = from;
        length = bytes;
        at = 0;
        extended = (flags & Regex.EXTENDED) != 0;
        depth = 0;
        jumps = 0;
        closed = 0;
        regex = new Regex();
        regex.ignoreCase = (flags & Regex.IGNORE_CASE) != 0;
        code = Code.make();
        regex.code = code;
        alternatives();
        if (regex.error == null && at < length) {
            fail(extended ? "unmatched ( or )" : "unmatched \\( or \\)");
        }
        code.add(Code.MATCH, 0);
        if (code.isTooLong()) {
            fail("too long");
        }
        if (regex.error == null) {
            regex.first = FirstBytes.of(regex);
        }
        return regex;
    }

    private static void fail(String why) {
        if (regex.error == null) {
            regex.error = why;
        }
        at = length;
    }

    private static int peek(int offset) {
        return at + offset < length ? text.loadUnsignedByte(at + offset) : -1;
    }

    /** Whether an operator is here, which has a backslash in basic expressions only. */
    private static boolean isOperator(int character) {
        return extended ? peek(0) == character : peek(0) == '\\' && peek(1) == character;
    }

    private static int operatorLength() {
        return extended ? 1 : 2;
    }

    // ---- alternatives, branches, pieces ----

    @Recursive(max = DEPTH)
    private static void alternatives() {
        int start = code.length();
        boolean canBeEmpty = branch();
        while (isOperator('|')) {
            at += operatorLength();
            int behind = code.length();
            code.insert(start, Code.SPLIT, behind - start + 2);
            code.add(Code.JUMP, 0);
            int jump = code.length() - 1;
            start = code.length();
            canBeEmpty |= branch();
            // The last branch is not known yet: the jump goes to where all of them end.
            pending(jump);
        }
        resolve(code.length());
        nullable = canBeEmpty;
    }

    private static void pending(int jump) {
        if (jumps == JUMPS.length) {
            fail("too many alternatives");
        } else {
            JUMPS[jumps] = jump;
            jumps++;
        }
    }

    private static void resolve(int target) {
        while (jumps > 0 && JUMPS[jumps - 1] >= 0) {
            jumps--;
            code.setArgument(JUMPS[jumps], target - JUMPS[jumps]);
        }
    }

    /** Pieces up to the end, an alternative or a closing parenthesis; whether all can be empty. */
    private static boolean branch() {
        boolean canBeEmpty = true;
        boolean first = true;
        while (at < length && !isOperator('|') && !(isOperator(')') && (depth > 0 || !extended))) {
            int start = code.length();
            nullable = false;
            atom(first);
            repeats(start);
            canBeEmpty &= nullable;
            first = false;
        }
        return canBeEmpty;
    }

    private static void atom(boolean first) {
        int character = peek(0);
        if (isOperator('(')) {
            group();
            return;
        }
        if (character == '^' && (extended || first)) {
            at++;
            code.add(Code.START, 0);
            nullable = true;
            if (!extended && peek(0) == '*') {
                code.add(Code.BYTE, '*');
                nullable = false;
                at++;
            }
            return;
        }
        if (character == '$' && (extended || at + 1 == length || peek(1) == '\\'
                && (peek(2) == ')' || peek(2) == '|'))) {
            at++;
            code.add(Code.END, 0);
            nullable = true;
            return;
        }
        at++;
        switch (character) {
            case '.' -> code.add(Code.ANY, 0);
            case '[' -> bracket();
            case '\\' -> escaped();
            default -> literal(character);
        }
    }

    private static void literal(int character) {
        code.add(Code.BYTE, regex.ignoreCase ? Characters.toLower(character) : character);
    }

    private static void group() {
        at += operatorLength();
        depth++;
        if (depth == DEPTH || regex.groups == 200) {
            fail("too many parentheses");
            return;
        }
        regex.groups++;
        int group = regex.groups;
        boolean kept = group < Regex.GROUPS_MAX;
        if (kept) {
            code.add(Code.SAVE, 2 * group);
        }
        pending(MARK);
        alternatives();
        jumps--;
        if (!isOperator(')')) {
            fail(extended ? "unmatched ( or )" : "unmatched \\( or \\)");
            return;
        }
        at += operatorLength();
        depth--;
        if (kept) {
            code.add(Code.SAVE, 2 * group + 1);
            closed |= 1 << group;
        }
    }

    private static void escaped() {
        int character = peek(0);
        at++;
        if (character < 0) {
            fail("a backslash at the end");
        } else if (character >= '1' && character <= '9') {
            if ((closed >> character - '0' & 1) == 0) {
                fail("a back reference to a group that there is not");
            }
            regex.looksBack = true;
            code.add(Code.BACK, character - '0');
            nullable = true;
        } else if (Characters.toLower(character) == 'w' || Characters.toLower(character) == 's') {
            Address set = ByteSet.make();
            if (Characters.toLower(character) == 'w') {
                ByteSet.addWord(set);
            } else {
                ByteSet.addClass(set, Address.of("space"), 5);
            }
            if (Characters.isUpper(character)) {
                ByteSet.invert(set);
            }
            code.add(Code.SET, set.bits());
        } else {
            int edge = edge(character);
            if (edge >= 0) {
                code.add(edge, 0);
                nullable = true;
            } else {
                literal(character == 'n' ? '\n' : character == 't' ? '\t' : character);
            }
        }
    }

    private static int edge(int character) {
        switch (character) {
            case '<':
                return Code.WORD_START;
            case '>':
                return Code.WORD_END;
            case 'b':
                return Code.WORD_EDGE;
            case 'B':
                return Code.NO_WORD_EDGE;
            case '`':
                return Code.START;
            case '\'':
                return Code.END;
            default:
                return -1;
        }
    }

    // ---- repetition ----

    /** Stars and bounds behind the piece that begins at an instruction. */
    private static void repeats(int start) {
        while (at < length) {
            if (peek(0) == '*' && !(code.length() == start)) {
                at++;
                repeat(start, 0, UNLIMITED);
            } else if (isOperator('+')) {
                at += operatorLength();
                repeat(start, 1, UNLIMITED);
            } else if (isOperator('?')) {
                at += operatorLength();
                repeat(start, 0, 1);
            } else if (isOperator('{') && (!extended || isBound())) {
                at += operatorLength();
                bounds(start);
            } else {
                return;
            }
        }
    }

    /** In an extended expression, a brace that begins no bound is itself. */
    private static boolean isBound() {
        int i = 1;
        while (Characters.isDigit(peek(i))) {
            i++;
        }
        boolean comma = peek(i) == ',';
        boolean any = i > 1 || comma;
        i += comma ? 1 : 0;
        while (Characters.isDigit(peek(i))) {
            i++;
        }
        return any && peek(i) == '}';
    }

    private static int number() {
        int value = 0;
        int start = at;
        while (Characters.isDigit(peek(0)) && value <= REPEAT_MAX) {
            value = value * 10 + peek(0) - '0';
            at++;
        }
        return at == start ? -1 : value;
    }

    private static void bounds(int start) {
        int least = number();
        int most = least;
        if (peek(0) == ',') {
            at++;
            most = number();
            least = Math.max(0, least);
        }
        if (!isOperator('}')) {
            fail("unmatched { or }, or a bound that is no number");
            return;
        }
        at += operatorLength();
        if (least < 0 || least > REPEAT_MAX || most > REPEAT_MAX || most >= 0 && most < least) {
            fail("a bound that is too large, or the wrong way round");
            return;
        }
        repeat(start, least, most);
    }

    /** The piece so many times: copies that must be there, then ones that may, or a loop. */
    private static void repeat(int start, int least, int most) {
        int size = code.length() - start;
        if ((long) size * Math.max(1, Math.max(least, most)) > CODE_MAX) {
            fail("too long");
            return;
        }
        boolean canBeEmpty = nullable;
        int end = code.length();
        for (int i = 1; i < least; i++) {
            code.copy(start, end);
        }
        int optional = most == UNLIMITED ? 1 : most - least;
        for (int i = 0; i < optional; i++) {
            int from = code.length();
            if (least > 0 || i > 0) {
                code.copy(start, end);
            } else {
                from = start;
            }
            if (most == UNLIMITED) {
                loop(from, canBeEmpty);
            } else {
                // Each optional copy may only follow the one before it: all split to the end.
                code.insert(from, Code.SPLIT, 0);
                if (from == start) {
                    start++;
                    end++;
                }
            }
        }
        if (most == 0) {
            code.truncate(start);
        } else if (most != UNLIMITED && optional > 0) {
            int stop = code.length();
            int splitAt = stop - optional * (size + 1);
            for (int i = 0; i < optional; i++) {
                code.setArgument(splitAt, stop - splitAt);
                splitAt += size + 1;
            }
        }
        nullable = canBeEmpty || least == 0;
    }

    /** Makes the instructions from one on a loop that may run no round. */
    private static void loop(int from, boolean canBeEmpty) {
        if (canBeEmpty) {
            code.insert(from, Code.ROUND, regex.rounds);
            code.add(Code.PROGRESS, regex.rounds);
            regex.rounds++;
        }
        int size = code.length() - from;
        code.insert(from, Code.SPLIT, size + 2);
        code.add(Code.JUMP, -(size + 1));
    }

    // ---- brackets ----

    /** A bracket expression behind its opening bracket (XBD 9.3.5). */
    private static void bracket() {
        Address set = ByteSet.make();
        boolean inverted = peek(0) == '^';
        at += inverted ? 1 : 0;
        boolean first = true;
        while (first || peek(0) != ']') {
            if (peek(0) < 0) {
                fail("unmatched [");
                Heap.free(set);
                return;
            }
            first = false;
            if (peek(0) == '[' && peek(1) == ':') {
                namedClass(set);
            } else {
                range(set);
            }
        }
        at++;
        if (regex.ignoreCase) {
            ByteSet.foldCase(set);
        }
        if (inverted) {
            ByteSet.invert(set);
        }
        code.add(Code.SET, set.bits());
    }

    private static void namedClass(Address set) {
        int start = at + 2;
        at = start;
        while (at < length && !(peek(0) == ':' && peek(1) == ']')) {
            at++;
        }
        if (at >= length || !ByteSet.addClass(set, text.plus(start), at - start)) {
            fail("no such character class");
        }
        at += 2;
    }

    /** One end of a range: a character, {@code [.a.]} or {@code [=a=]}; -1 after an error. */
    private static int element() {
        int character = peek(0);
        if (character == '[' && (peek(1) == '.' || peek(1) == '=')) {
            if (peek(3) != peek(1) || peek(4) != ']') {
                fail("no such collating element");
                return -1;
            }
            character = peek(2);
            at += 5;
            return character;
        }
        at++;
        return character;
    }

    private static void range(Address set) {
        int low = element();
        int high = low;
        if (peek(0) == '-' && peek(1) >= 0 && peek(1) != ']') {
            at++;
            high = element();
            if (high < low) {
                fail("the ends of a range are the wrong way round");
            }
        }
        for (int value = low; value >= 0 && value <= high; value++) {
            ByteSet.add(set, value);
        }
    }
}
