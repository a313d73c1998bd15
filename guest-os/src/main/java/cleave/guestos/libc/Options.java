package cleave.guestos.libc;

import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * Options of a command line: {@code getopt} and {@code getopt_long}, as GNU's: words that are no
 * options are moved behind those that are, unless the letters begin with {@code +}; {@code --} ends
 * the options. {@link #next} gives one option after the other:
 *
 * <pre>{@code
 * for (int option = Options.next(count, arguments, "ab:"); option >= 0;
 *         option = Options.next(count, arguments, "ab:")) {
 * }</pre>
 */
public final class Options {
    /** Whether a long option takes an argument. */
    public static final int NO_ARGUMENT = 0;
    public static final int REQUIRED_ARGUMENT = 1;
    public static final int OPTIONAL_ARGUMENT = 2;

    /** There are no more options; {@link #index} is the first word that is none. */
    public static final int DONE = -1;

    /** The argument of the option; null if it has none. */
    public static Address argument;
    /** The next word of the command line. */
    public static int index = 1;
    /** The option that was refused. */
    public static int refused;
    /** Whether refusals are told on standard error. */
    public static boolean messages = true;

    /** How far into a word of several letters {@link #next} is. */
    private static int offset;
    private static int firstWord;
    private static int lastWord;

    /** An option of several letters. */
    public static final class LongOption extends Struct {
        public String name;
        public int argument;
        /** What {@link #next} returns. */
        public int value;

        public static LongOption of(String name, int argument, int value) {
            LongOption option = new LongOption();
            option.name = name;
            option.argument = argument;
            option.value = value;
            return option;
        }
    }

    private Options() {
    }

    /** Begins again, for another command line. */
    public static void restart() {
        index = 1;
        offset = 0;
        firstWord = 0;
        lastWord = 0;
    }

    /** The next option's letter; {@code ?} for one that was refused; {@link #DONE}. */
    public static int next(int count, Address arguments, String letters) {
        return next(count, arguments, letters, null);
    }

    /** The same with options of several letters after {@code --}. */
    public static int next(int count, Address arguments, String letters, LongOption[] options) {
        argument = Address.of(0);
        if (offset == 0) {
            if (index == 1) {
                firstWord = 1;
                lastWord = 1;
            }
            if (!findOption(count, arguments, letters)) {
                index = firstWord;
                return DONE;
            }
            Address word = word(arguments, index);
            if (word.loadByte(1) == '-') {
                index++;
                if (word.loadByte(2) == 0) {
                    settle(arguments);
                    index = firstWord;
                    return DONE;
                }
                if (options != null) {
                    return nextLong(count, arguments, word.plus(2), options);
                }
                index--;
            }
            offset = 1;
        }
        return nextLetter(count, arguments, letters);
    }

    private static Address word(Address arguments, int at) {
        return Address.of(arguments.loadInt(4 * at));
    }

    /** Passes words that are no options, which lie from firstWord to lastWord. */
    private static boolean findOption(int count, Address arguments, String letters) {
        settle(arguments);
        lastWord = index;
        while (index < count) {
            Address word = word(arguments, index);
            if (word.loadByte(0) == '-' && word.loadByte(1) != 0) {
                return true;
            }
            if (letters.length() > 0 && letters.charAt(0) == '+') {
                return false;
            }
            index++;
            lastWord = index;
        }
        return false;
    }

    /** Moves the options between lastWord and index before the words from firstWord on. */
    private static void settle(Address arguments) {
        for (int at = lastWord; at < index; at++) {
            int option = arguments.loadInt(4 * at);
            for (int to = at; to > firstWord; to--) {
                arguments.storeInt(4 * to, arguments.loadInt(4 * (to - 1)));
            }
            arguments.storeInt(4 * firstWord, option);
            firstWord++;
        }
        lastWord = index;
    }

    private static int nextLetter(int count, Address arguments, String letters) {
        Address word = word(arguments, index);
        int letter = word.loadUnsignedByte(offset);
        offset++;
        boolean last = word.loadByte(offset) == 0;
        int at = place(letters, letter);
        boolean takes = at >= 0 && at + 1 < letters.length() && letters.charAt(at + 1) == ':';
        if (takes) {
            boolean optional = at + 2 < letters.length() && letters.charAt(at + 2) == ':';
            if (!last) {
                argument = word.plus(offset);
            } else if (!optional) {
                index++;
                if (index >= count) {
                    offset = 0;
                    return refuse(letter, "option requires an argument -- ");
                }
                argument = word(arguments, index);
            }
            last = true;
        }
        if (last) {
            offset = 0;
            index++;
        }
        return at >= 0 ? letter : refuse(letter, "invalid option -- ");
    }

    private static int place(String letters, int letter) {
        for (int i = 0; i < letters.length(); i++) {
            if (letters.charAt(i) == letter && letter != ':' && letter != '+') {
                return i;
            }
        }
        return -1;
    }

    private static int refuse(int letter, String why) {
        refused = letter;
        if (messages) {
            Errors.message().put(why).putByte('\'').putByte(letter).put("'\n");
        }
        return '?';
    }

    private static int nextLong(int count, Address arguments, Address name,
            LongOption[] options) {
        int length = Strings.spanWithout(name, Address.of("="));
        LongOption found = null;
        boolean exact = false;
        boolean ambiguous = false;
        for (LongOption option : options) {
            if (!exact && Strings.compare(Address.of(option.name), name, length) == 0) {
                exact = option.name.length() == length;
                ambiguous = found != null && !exact;
                found = option;
            }
        }
        if (found == null || ambiguous) {
            return refuse(name, found == null ? "unrecognized option '--"
                    : "ambiguous option '--");
        }
        boolean has = name.loadByte(length) == '=';
        if (has && found.argument == NO_ARGUMENT) {
            return refuse(name, "no argument is allowed in '--");
        }
        if (has) {
            argument = name.plus(length + 1);
        } else if (found.argument == REQUIRED_ARGUMENT) {
            if (index >= count) {
                return refuse(name, "an argument is required after '--");
            }
            argument = word(arguments, index);
            index++;
        }
        return found.value;
    }

    private static int refuse(Address name, String why) {
        refused = 0;
        if (messages) {
            Errors.message().put(why).put(name).put("'\n");
        }
        return '?';
    }
}
