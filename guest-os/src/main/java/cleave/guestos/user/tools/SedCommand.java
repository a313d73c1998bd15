package cleave.guestos.user.tools;

import cleave.guestos.libc.Stream;
import cleave.guestos.user.tools.regex.Regex;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/** A command of a script of {@code sed}. */
final class SedCommand extends Struct {
    /** Kinds of addresses. */
    static final int NONE = 0;
    static final int LINE = 1;
    static final int LAST = 2;
    static final int MATCH = 3;
    static final int STEP = 4;
    /** Second addresses only: so many lines more. */
    static final int MORE = 5;

    /** Where a command applies, or begins to, or ends to. */
    static final class Place extends Struct {
        int kind;
        long number;
        long step;
        /** Null for the expression used last. */
        Regex regex;
    }

    @Embedded
    Place first;
    @Embedded
    Place second;
    boolean inverted;
    /** Whether a range has begun, and, for the kinds that count, the line that ends it. */
    boolean inRange;
    long rangeEnd;

    int letter;
    /** Of {@code { b t T}: where to go on. */
    int target;
    /** Of a b c i r t T : y s: text, label, file, characters, replacement. */
    Address text;
    Address other;
    Regex regex;
    /** Of s: which match; whether all from there on; whether to print. */
    int occurrence;
    boolean global;
    boolean print;
    /** Of w, and of s with w. */
    Stream file;
    /** Of l, q and Q: a number. */
    int number;
}
