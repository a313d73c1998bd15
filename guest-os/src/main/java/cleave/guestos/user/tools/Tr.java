package cleave.guestos.user.tools;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Match;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Inputs;
import cleave.guestos.user.tools.common.Text;
import cleave.magic.Address;

/** {@code tr}: characters in the place of others (POSIX, tr). */
final class Tr {
    private static final String USAGE = "tr [-cds] SET1 [SET2]\n"
            + "Copies standard input, with each character of the first set as that of the second.\n"
            + "  -c  the first set is all other characters    -d  without those of the first set\n"
            + "  -s  of equal ones in a row, of the last set, one    -t  cut SET1 to SET2's"
            + " length\n"
            + "A set: abc, a-z, [:lower:], [=a=], [a*5], [a*], \\n \\t \\\\ \\NNN.\n";
    private static final int BYTES = 256;
    private static final byte[] MAP = new byte[BYTES];
    private static final boolean[] DELETED = new boolean[BYTES];
    private static final boolean[] SQUEEZED = new boolean[BYTES];
    private static final Text FIRST = new Text();
    private static final Text SECOND = new Text();

    private static Address at;
    /** Where in the second set {@code [a*]} stands, which makes it as long as the first; -1. */
    private static int fill = -1;
    private static int filler;

    private Tr() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "+c(complement)Cd(delete)s(squeeze-repeats)"
                + "t(truncate-set1)", USAGE);
        boolean complement = false;
        boolean delete = false;
        boolean squeeze = false;
        boolean cut = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            complement |= letter == 'c' || letter == 'C';
            delete |= letter == 'd';
            squeeze |= letter == 's';
            cut |= letter == 't';
        }
        CommandLine.need(delete == squeeze ? 2 : 1, delete && !squeeze ? 1 : 2);
        expand(CommandLine.operand(0), FIRST, false);
        if (complement) {
            complement();
        }
        boolean two = CommandLine.operandCount() == 2;
        if (two) {
            expand(CommandLine.operand(1), SECOND, true);
        }
        for (int i = 0; i < BYTES; i++) {
            MAP[i] = (byte) i;
        }
        if (delete) {
            mark(FIRST, DELETED);
        } else if (two) {
            if (cut) {
                FIRST.truncate(SECOND.length());
            }
            map();
        }
        if (squeeze) {
            mark(two ? SECOND : FIRST, SQUEEZED);
        }
        return copy();
    }

    private static void mark(Text set, boolean[] marks) {
        for (int i = 0; i < set.length(); i++) {
            marks[set.byteAt(i)] = true;
        }
    }

    private static void complement() {
        boolean[] marks = new boolean[BYTES];
        mark(FIRST, marks);
        FIRST.clear();
        for (int i = 0; i < BYTES; i++) {
            if (!marks[i]) {
                FIRST.put(i);
            }
        }
    }

    /** The last character of a second set that is too short stands for the rest. */
    private static void map() {
        if (fill >= 0 && SECOND.length() < FIRST.length()) {
            int missing = FIRST.length() - SECOND.length();
            Text whole = new Text();
            whole.put(SECOND.address(), fill);
            for (int i = 0; i < missing; i++) {
                whole.put(filler);
            }
            whole.put(SECOND.address().plus(fill), SECOND.length() - fill);
            SECOND.clear().put(whole.address(), whole.length());
        }
        if (SECOND.length() == 0) {
            CommandLine.refuse("the second set is empty");
        }
        for (int i = 0; i < FIRST.length(); i++) {
            MAP[FIRST.byteAt(i)] = (byte) SECOND.byteAt(Math.min(i, SECOND.length() - 1));
        }
    }

    private static int copy() {
        Stream in = Stdio.stdin();
        Stream out = Stdio.stdout();
        int last = -1;
        for (int character = in.get(); character >= 0; character = in.get()) {
            if (!DELETED[character]) {
                int mapped = MAP[character] & 0xff;
                if (mapped != last || !SQUEEZED[mapped]) {
                    out.putByte(mapped);
                }
                last = mapped;
            }
        }
        return Inputs.finish(in, Address.of("standard input"));
    }

    // ---- sets ----

    private static void expand(Address text, Text to, boolean second) {
        at = text;
        while (at.loadByte(0) != 0) {
            if (!(at.loadByte(0) == '[' && inBrackets(text, to, second))) {
                range(text, to);
            }
        }
    }

    /** {@code [:class:]}, {@code [=a=]} and {@code [a*n]}. */
    private static boolean inBrackets(Address whole, Text to, boolean second) {
        Address inner = at.plus(1);
        if (inner.loadByte(0) == ':' && !Strings.find(inner, Address.of(":]")).isNull()
                && Strings.find(inner, Address.of(":]")).bits() != inner.bits()) {
            Address end = Strings.find(inner.plus(1), Address.of(":]"));
            addClass(whole, inner.plus(1), end.minus(inner) - 1, to);
            at = end.plus(2);
            return true;
        }
        if (inner.loadByte(0) == '=' && inner.loadByte(1) != 0 && inner.loadByte(2) == '='
                && inner.loadByte(3) == ']') {
            to.put(inner.loadUnsignedByte(1));
            at = inner.plus(4);
            return true;
        }
        Address saved = at;
        at = inner;
        if (second && at.loadByte(0) != 0) {
            int character = element();
            if (at.loadByte(0) == '*') {
                Address number = at.plus(1);
                boolean digits = Characters.isDigit(number.loadByte(0));
                long times = digits ? Numbers.parse(number, number.loadByte(0) == '0' ? 8 : 10) : 0;
                Address end = digits ? Numbers.end() : number;
                if (end.loadByte(0) == ']') {
                    at = end.plus(1);
                    if (times == 0) {
                        fill = to.length();
                        filler = character;
                    }
                    for (long i = 0; i < Math.min(times, BYTES * BYTES); i++) {
                        to.put(character);
                    }
                    return true;
                }
            }
        }
        at = saved;
        return false;
    }

    private static void addClass(Address whole, Address name, int length, Text to) {
        Address pattern = Heap.calloc(1, length + 7);
        Strings.copy(pattern, "[[:");
        Memory.copy(pattern.plus(3), name, length);
        Strings.copy(pattern.plus(3 + length), ":]]");
        byte[] one = new byte[2];
        boolean any = false;
        for (int i = 1; i < BYTES; i++) {
            one[0] = (byte) i;
            if (Match.fnmatch(pattern, Address.of(one), 0)) {
                to.put(i);
                any = true;
            }
        }
        if (!any) {
            CommandLine.refuse(whole, "no such character class");
        }
    }

    private static void range(Address whole, Text to) {
        int low = element();
        if (at.loadByte(0) != '-' || at.loadByte(1) == 0) {
            to.put(low);
            return;
        }
        at = at.plus(1);
        int high = element();
        if (high < low) {
            CommandLine.refuse(whole, "the ends of a range are the wrong way round");
        }
        for (int i = low; i <= high; i++) {
            to.put(i);
        }
    }

    /** One character, which may be an escape. */
    private static int element() {
        int character = at.loadUnsignedByte(0);
        at = at.plus(1);
        if (character != '\\' || at.loadByte(0) == 0) {
            return character;
        }
        int value = 0;
        int digits = 0;
        while (digits < 3 && at.loadByte(0) >= '0' && at.loadByte(0) <= '7'
                && value * 8 + at.loadByte(0) - '0' < BYTES) {
            value = value * 8 + at.loadByte(0) - '0';
            at = at.plus(1);
            digits++;
        }
        if (digits > 0) {
            return value;
        }
        character = at.loadUnsignedByte(0);
        at = at.plus(1);
        switch (character) {
            case 'a':
                return 7;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return 11;
            default:
                return character;
        }
    }
}
