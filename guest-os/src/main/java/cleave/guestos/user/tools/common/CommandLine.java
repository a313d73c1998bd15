package cleave.guestos.user.tools.common;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/**
 * Options and operands of the running tool (POSIX, Utility Syntax Guidelines; GNU's long ones).
 * What a tool knows is one string: {@code "an:(lines)x"} are {@code -a}, {@code -n} with a value,
 * by its long name {@code --lines=VALUE}, and {@code -x}. In front of it {@code +} says that
 * options end at the first operand, {@code #} that a number is an option, {@code -5}, and {@code ~}
 * that it is an operand. {@code --help} prints the usage; an option that is not known ends the
 * program.
 */
public final class CommandLine {
    /** Returned for {@code -NUMBER}, with its digits as the value. */
    public static final int NUMBER = '#';

    private static Address words;
    private static int wordCount;
    private static int index;
    private static int operands;
    private static Address rest;
    private static Address value;
    private static String options;
    private static String usage;
    private static int failure;
    private static boolean inOrder;
    private static boolean numbers;
    private static boolean negatives;

    private CommandLine() {
    }

    /** Begins; a wrong command line ends the program with 1. */
    public static void begin(int count, Address arguments, String known, String help) {
        begin(count, arguments, known, help, 1);
    }

    public static void begin(int count, Address arguments, String known, String help,
            int failureCode) {
        words = arguments;
        wordCount = count;
        index = 1;
        operands = 0;
        rest = Address.of("");
        options = known;
        usage = help;
        failure = failureCode;
        inOrder = false;
        numbers = false;
        negatives = false;
        for (int i = 0; i < known.length() && !Characters.isLetterOrDigit(known.charAt(i)); i++) {
            inOrder |= known.charAt(i) == '+';
            numbers |= known.charAt(i) == '#';
            negatives |= known.charAt(i) == '~';
        }
    }

    /** For tools without options: takes the operands, answers {@code --help}. */
    public static void operandsOnly(int count, Address arguments, String help) {
        begin(count, arguments, "", help);
        next();
    }

    private static Address word(int at) {
        return Address.of(words.loadInt(4 * at));
    }

    private static void keep(Address operand) {
        operands++;
        words.storeInt(4 * operands, operand.bits());
    }

    /** The next option's letter; 0 when there are no more, and all operands are known. */
    public static int next() {
        if (rest.loadByte(0) != 0) {
            return letter();
        }
        while (index < wordCount) {
            Address word = word(index);
            index++;
            if (word.loadByte(0) != '-' || word.loadByte(1) == 0 || isNegative(word)) {
                keep(word);
                if (inOrder) {
                    break;
                }
            } else if (word.loadByte(1) != '-') {
                rest = word.plus(1);
                return letter();
            } else if (word.loadByte(2) == 0) {
                break;
            } else {
                return longOption(word.plus(2));
            }
        }
        while (index < wordCount) {
            keep(word(index));
            index++;
        }
        return 0;
    }

    private static boolean isNegative(Address word) {
        return negatives && (Characters.isDigit(word.loadByte(1)) || word.loadByte(1) == '.');
    }

    private static int letter() {
        int letter = rest.loadUnsignedByte(0);
        if (numbers && Characters.isDigit(letter)) {
            value = rest;
            rest = Address.of("");
            return NUMBER;
        }
        int at = find(letter);
        if (at < 0) {
            Errors.message().put("-").putByte(letter).put(": unknown option; see ")
                    .put(Program.name()).put(" --help").line();
            Program.exit(failure);
        }
        rest = rest.plus(1);
        if (takesValue(at)) {
            if (rest.loadByte(0) != 0) {
                value = rest;
                rest = Address.of("");
            } else {
                valueIsNext(Address.of("-"), letter);
            }
        }
        return letter;
    }

    private static void valueIsNext(Address name, int letter) {
        if (index == wordCount) {
            Errors.message().put(name);
            if (letter != 0) {
                Stdio.stderr().putByte(letter);
            }
            Stdio.stderr().put(": a value must follow").line();
            Program.exit(failure);
        }
        value = word(index);
        index++;
    }

    /** Where the letter is among the options; -1 if it is none. */
    private static int find(int letter) {
        int at = 0;
        while (at < options.length()) {
            if (options.charAt(at) == '(') {
                at = closing(at);
            } else if (options.charAt(at) == letter && letter != ':'
                    && (Characters.isLetterOrDigit(letter) || letter == '@')) {
                return at;
            }
            at++;
        }
        return -1;
    }

    private static int closing(int open) {
        int at = open;
        while (options.charAt(at) != ')') {
            at++;
        }
        return at;
    }

    private static boolean takesValue(int at) {
        return at + 1 < options.length() && options.charAt(at + 1) == ':';
    }

    /** {@code --name}, {@code --name=value}, or the beginning of one name only. */
    private static int longOption(Address name) {
        int length = Strings.spanWithout(name, Address.of("="));
        if (length == 4 && Strings.startsWith(name, "help")) {
            Stdio.stdout().put("usage: ").put(usage).line();
            Program.exit(0);
        }
        int found = -1;
        int candidates = 0;
        int at = 0;
        while (at < options.length()) {
            int letter = at;
            boolean withValue = takesValue(at);
            at += withValue ? 2 : 1;
            if (at < options.length() && options.charAt(at) == '(') {
                int end = closing(at);
                int common = common(name, length, at + 1);
                if (common == length) {
                    found = letter;
                    candidates = end - at - 1 == length ? 1 : candidates + 1;
                    if (end - at - 1 == length) {
                        break;
                    }
                }
                at = end + 1;
            }
        }
        if (candidates != 1) {
            Errors.message().put("--").write(name, length)
                    .put(candidates == 0 ? ": unknown option; see " : ": could be several; see ")
                    .put(Program.name()).put(" --help").line();
            Program.exit(failure);
        }
        takeLongValue(name, length, found);
        return options.charAt(found);
    }

    private static int common(Address name, int length, int at) {
        int i = 0;
        while (i < length && name.loadByte(i) == options.charAt(at + i)) {
            i++;
        }
        return i;
    }

    private static void takeLongValue(Address name, int length, int option) {
        boolean given = name.loadByte(length) == '=';
        if (!takesValue(option)) {
            if (given) {
                Errors.message().put("--").write(name, length).put(": takes no value").line();
                Program.exit(failure);
            }
        } else if (given) {
            value = name.plus(length + 1);
        } else {
            valueIsNext(name.minus(2), 0);
        }
    }

    /** The value of the option that {@link #next} returned last. */
    public static Address value() {
        return value;
    }

    /** The value as a number of at least {@code least}; anything else ends the program. */
    public static int number(int least) {
        return number(value, least);
    }

    /** A word as a number of at least {@code least}; anything else ends the program. */
    public static int number(Address word, int least) {
        if (!Numbers.isInt(word) || Numbers.toInt(word) < least) {
            Errors.message().put(word).put(": not a number of at least ").put(least).line();
            Program.exit(failure);
        }
        return Numbers.toInt(word);
    }

    public static int operandCount() {
        return operands;
    }

    /** An operand; the null address behind the last. */
    public static Address operand(int at) {
        return at < operands ? word(at + 1) : Address.of(0);
    }

    /** The operands from one on as a vector, a null behind the last, as exec takes it. */
    public static Address operandsFrom(int at) {
        words.storeInt(4 * operands + 4, 0);
        return words.plus(4 * at + 4);
    }

    /** Ends the program unless there are so many operands; {@code most} is -1 for any number. */
    public static void need(int least, int most) {
        if (operands < least) {
            refuse("an operand is missing");
        }
        if (most >= 0 && operands > most) {
            Errors.message().put(operand(most)).put(": one operand too many; see ")
                    .put(Program.name()).put(" --help").line();
            Program.exit(failure);
        }
    }

    /** Ends the program with this reason and a pointer to the usage. */
    public static void refuse(String reason) {
        Errors.message().put(reason).put("; see ").put(Program.name()).put(" --help").line();
        Program.exit(failure);
    }

    /** Ends the program with {@code tool: word: reason} and the code of wrong command lines. */
    public static void refuse(Address word, String reason) {
        Errors.warn(word, reason);
        Program.exit(failure);
    }

    /** The exit code of wrong command lines. */
    public static int failure() {
        return failure;
    }
}
