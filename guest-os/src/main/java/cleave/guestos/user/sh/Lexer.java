package cleave.guestos.user.sh;

import cleave.guestos.libc.Characters;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * Cuts characters into tokens (Shell Command Language, 2.3). There is one token of lookahead; a
 * command substitution is parsed while its word is read, with the lexer's state put aside.
 */
final class Lexer {
    static Source source;
    /** Of the next character. */
    static int line = 1;

    private static boolean peeked;
    private static int kind;
    private static Word word;
    private static int tokenLine;
    /** Where the token began and the one before ended in what is recorded. */
    private static int start;
    private static int end;
    private static int endBefore;
    /** The characters of the command that is read. */
    private static final Text RECORD = new Text();
    /** Whether the text of an alias that ends in a blank has just ended. */
    private static boolean blankAlias;

    /** What is put aside. */
    static final class State extends Struct {
        Source source;
        int line;
        boolean peeked;
        int kind;
        Word word;
        int tokenLine;
        int start;
        int end;
        int endBefore;
        int recorded;
    }

    private Lexer() {
    }

    static void save(State to) {
        to.source = source;
        to.line = line;
        to.peeked = peeked;
        to.kind = kind;
        to.word = word;
        to.tokenLine = tokenLine;
        to.start = start;
        to.end = end;
        to.endBefore = endBefore;
        to.recorded = RECORD.length;
        peeked = false;
    }

    /** Takes up tokens where they were; the source stays. */
    static void restoreTokens(State from) {
        peeked = from.peeked;
        kind = from.kind;
        word = from.word;
        tokenLine = from.tokenLine;
        start = from.start;
        end = from.end;
        endBefore = from.endBefore;
    }

    static void restore(State from) {
        restoreTokens(from);
        source = from.source;
        RECORD.length = from.recorded;
        line = from.line;
    }

    /** Begins a command: nothing is recorded, no token is known. */
    static void begin() {
        RECORD.clear();
        peeked = false;
        start = 0;
        end = 0;
        endBefore = 0;
        blankAlias = false;
    }

    // ---- characters ----

    /** The next character as it is written. */
    static int raw() {
        int character = source.next();
        while (character == Source.END && source.below != null) {
            Source over = source;
            source = over.below;
            blankAlias = over.alias.endsInBlank();
            over.close();
            character = source.next();
        }
        if (character == '\n') {
            line++;
        }
        if (character != Source.END) {
            RECORD.add(character);
        }
        return character;
    }

    static void unget(int character) {
        if (character != Source.END) {
            if (character == '\n') {
                line--;
            }
            RECORD.length--;
            source.giveBack(character);
        }
    }

    /** The next character, with lines joined that end in a backslash. */
    static int get() {
        int character = raw();
        while (character == '\\') {
            int next = raw();
            if (next != '\n') {
                unget(next);
                return character;
            }
            character = raw();
        }
        return character;
    }

    // ---- tokens ----

    /** The kind of the next token. */
    static int peek() {
        if (!peeked) {
            endBefore = end;
            kind = Parser.failed() ? Token.END : read();
            end = RECORD.length;
            peeked = true;
        }
        return kind;
    }

    /** The next token, where a command may begin: with aliases replaced and words reserved. */
    static int peekCommand() {
        int token = peek();
        while (token == Token.WORD && !word.plain().isNull()) {
            Address text = word.plain();
            int reserved = Token.reserved(text);
            if (reserved != Token.WORD && reserved != Token.IN) {
                return reserved;
            }
            if (!replaceAlias(text)) {
                return token;
            }
            token = peek();
        }
        return token;
    }

    /** The next token inside a command: an alias only behind one that ends in a blank. */
    static int peekArgument() {
        int token = peek();
        if (blankAlias && token == Token.WORD && !word.plain().isNull()) {
            blankAlias = false;
            if (replaceAlias(word.plain())) {
                token = peek();
            }
        }
        return token;
    }

    private static boolean replaceAlias(Address name) {
        Alias alias = Alias.find(name);
        if (alias == null || alias.inUse) {
            return false;
        }
        RECORD.length = start;
        source = Source.ofAlias(alias, source);
        end = endBefore;
        peeked = false;
        return true;
    }

    static void skip() {
        peek();
        peeked = false;
        blankAlias = false;
    }

    /** The word of the token that was peeked at. */
    static Word word() {
        return word;
    }

    static int tokenLine() {
        return tokenLine;
    }

    /** Where the next token begins in the record. */
    static int start() {
        peek();
        return start;
    }

    /** A copy of what was read from there to the end of the last token that was skipped. */
    static Address textFrom(int from) {
        int until = peeked ? endBefore : end;
        Address copy = Parser.arena.copy(RECORD.text().plus(from), Math.max(0, until - from));
        for (int i = 0; copy.loadByte(i) != 0; i++) {
            if (copy.loadByte(i) == '\n') {
                copy.storeByte(i, ' ');
            }
        }
        return copy;
    }

    private static int read() {
        int character = get();
        while (character == ' ' || character == '\t' || character == '#') {
            if (character == '#') {
                while (character != '\n' && character != Source.END) {
                    character = raw();
                }
            } else {
                character = get();
            }
        }
        tokenLine = line;
        start = RECORD.length - 1;
        switch (character) {
            case Source.END:
                start++;
                return Token.END;
            case '\n':
                tokenLine = line - 1;
                HereDocuments.read();
                return Token.NEWLINE;
            case '(':
                return Token.OPEN;
            case ')':
                return Token.CLOSE;
            case '&':
                return either('&', Token.AND_IF, Token.AND);
            case '|':
                return either('|', Token.OR_IF, Token.PIPE);
            case ';':
                return either(';', Token.CASE_END, Token.SEMICOLON);
            case '<':
                return less();
            case '>':
                return great();
            default:
                unget(character);
                return readWord();
        }
    }

    private static int either(int second, int doubled, int single) {
        int character = get();
        if (character == second) {
            return doubled;
        }
        unget(character);
        return single;
    }

    private static int less() {
        int character = get();
        if (character == '<') {
            return either('-', Token.HERE_TABS, Token.HERE);
        }
        if (character == '&') {
            return Token.LESS_AND;
        }
        if (character == '>') {
            return Token.LESS_GREAT;
        }
        unget(character);
        return Token.LESS;
    }

    private static int great() {
        int character = get();
        if (character == '>') {
            return Token.APPEND;
        }
        if (character == '&') {
            return Token.GREAT_AND;
        }
        if (character == '|') {
            return Token.CLOBBER;
        }
        unget(character);
        return Token.GREAT;
    }

    private static int readWord() {
        word = WordReader.word();
        int behind = get();
        unget(behind);
        if ((behind == '<' || behind == '>') && isNumber(word.plain())) {
            return Token.IO_NUMBER;
        }
        return Token.WORD;
    }

    private static boolean isNumber(Address text) {
        return !text.isNull() && Characters.isDigit(text.loadByte(0)) && text.loadByte(1) == 0;
    }
}
