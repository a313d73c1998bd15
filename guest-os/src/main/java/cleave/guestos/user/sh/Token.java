package cleave.guestos.user.sh;

import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** Kinds of tokens, and the words that are reserved where a command may begin. */
final class Token {
    static final int END = 0;
    static final int WORD = 1;
    static final int IO_NUMBER = 2;
    static final int NEWLINE = 3;
    static final int AND = 4;
    static final int AND_IF = 5;
    static final int OR_IF = 6;
    static final int SEMICOLON = 7;
    static final int CASE_END = 8;
    static final int PIPE = 9;
    static final int OPEN = 10;
    static final int CLOSE = 11;
    /** Redirections, from here on. */
    static final int LESS = 12;
    static final int GREAT = 13;
    static final int APPEND = 14;
    static final int HERE = 15;
    static final int HERE_TABS = 16;
    static final int LESS_AND = 17;
    static final int GREAT_AND = 18;
    static final int LESS_GREAT = 19;
    static final int CLOBBER = 20;
    /** Reserved words, from here on, in the order of {@link #RESERVED}. */
    static final int NOT = 21;
    static final int IF = 22;
    static final int THEN = 23;
    static final int ELSE = 24;
    static final int ELIF = 25;
    static final int FI = 26;
    static final int DO = 27;
    static final int DONE = 28;
    static final int CASE = 29;
    static final int ESAC = 30;
    static final int WHILE = 31;
    static final int UNTIL = 32;
    static final int FOR = 33;
    static final int LEFT_BRACE = 34;
    static final int RIGHT_BRACE = 35;
    static final int IN = 36;

    private static final String[] NAMES = {"end of file", "word", "word", "newline", "&", "&&",
        "||", ";", ";;", "|", "(", ")", "<", ">", ">>", "<<", "<<-", "<&", ">&", "<>", ">|", "!",
        "if", "then", "else", "elif", "fi", "do", "done", "case", "esac", "while", "until", "for",
        "{", "}", "in"};

    private Token() {
    }

    static boolean isRedirection(int kind) {
        return kind >= LESS && kind <= CLOBBER;
    }

    /** The reserved word that the text is, or WORD. */
    static int reserved(Address text) {
        for (int i = NOT; i < NAMES.length; i++) {
            if (Strings.equal(text, NAMES[i])) {
                return i;
            }
        }
        return WORD;
    }

    static String name(int kind) {
        return NAMES[kind];
    }
}
