package cleave.guestos.user.tools.regex;

import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * A regular expression (POSIX, XBD chapter 9), with GNU's {@code \+ \? \|} in basic ones and {@code
 * \w \W \s \S \b \B \< \>} in both. A match is the leftmost, and of those the longest.
 *
 * <p>Deviation: of several ways to match the same text, the groups tell the one that takes the
 * first alternatives and repeats the first pieces most, as Perl does; POSIX wants the longest of
 * each group in turn.
 */
public final class Regex extends Struct {
    /** The syntax of {@code grep -E}. */
    public static final int EXTENDED = 1;
    public static final int IGNORE_CASE = 2;

    static final int GROUPS_MAX = 10;

    Code code;
    int groups;
    int rounds;
    boolean ignoreCase;
    /** A group's text occurs again: whether an instruction fits depends on more than the place. */
    boolean looksBack;
    /** The bytes that a match can begin with, 256 bits; null if it can be empty. */
    Address first;
    /** Why the text is none; null if it is one. */
    String error;

    /** The expression, which has an {@link #error} if the text is none. */
    public static Regex of(Address text, int flags) {
        return of(text, Strings.length(text), flags);
    }

    public static Regex of(Address text, int length, int flags) {
        return Parser.parse(text, length, flags);
    }

    /** What is wrong with the text; null if nothing is. */
    public String error() {
        return error;
    }

    /** How many groups there are. */
    public int groups() {
        return groups;
    }

    /**
     * Looks for a match in a text from an offset on; {@link #start} and {@link #end} tell it.
     * {@code ^} is at offset 0 only.
     */
    public boolean find(Address text, int length, int from) {
        return Matcher.find(this, text, length, from);
    }

    /** Where the match of a group begins, 0 for the whole; -1 if the group has taken no part. */
    public int start(int group) {
        return Matcher.slot(2 * group);
    }

    public int end(int group) {
        return Matcher.slot(2 * group + 1);
    }
}
