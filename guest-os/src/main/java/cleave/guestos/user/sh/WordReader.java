package cleave.guestos.user.sh;

import cleave.guestos.libc.Characters;
import cleave.magic.Address;
import cleave.magic.Recursive;
import cleave.magic.Struct;

/** Reads words with their quoting and expansions (Shell Command Language, 2.2 and 2.6). */
final class WordReader {
    /** A token: up to a blank, a line's end or an operator. */
    private static final int TOKEN = 0;
    /** Behind a double quote, up to the next. */
    private static final int QUOTES = 1;
    /** Behind an operation on a parameter, up to the brace. */
    private static final int BRACE = 2;
    /** The same inside double quotes. */
    private static final int QUOTED_BRACE = 3;
    /** A here-document: to the end. */
    private static final int DOCUMENT = 4;
    /** Arithmetic, up to two parentheses. */
    private static final int ARITHMETIC = 5;

    private WordReader() {
    }

    /** The word of a token. */
    static Word word() {
        return read(TOKEN);
    }

    /** All of the source, as if between double quotes. */
    static Word document() {
        return read(DOCUMENT);
    }

    private static Word read(int mode) {
        WordBuilder builder = WordBuilder.begin();
        if (Parser.enter()) {
            read(builder, mode);
            Parser.leave();
        }
        return builder.end();
    }

    private static boolean isQuoting(int mode) {
        return mode != TOKEN && mode != BRACE;
    }

    /** Whether a token ends before the character. */
    private static boolean endsToken(int character) {
        switch (character) {
            case ' ', '\t', '\n', '|', '&', ';', '<', '>', '(', ')', Source.END:
                return true;
            default:
                return false;
        }
    }

    @Recursive(max = Parser.NESTING_MAX)
    private static void read(WordBuilder builder, int mode) {
        int parentheses = 0;
        boolean quoting = isQuoting(mode);
        while (!Parser.failed()) {
            int character = Lexer.get();
            if (mode == TOKEN && endsToken(character)) {
                Lexer.unget(character);
                return;
            }
            switch (character) {
                case Source.END:
                    if (mode != DOCUMENT) {
                        Parser.failAtEnd(mode == QUOTES ? "Unterminated quoted string"
                                : mode == ARITHMETIC ? "Missing '))'" : "Missing '}'");
                    }
                    return;
                case '\\':
                    backslash(builder, mode);
                    break;
                case '\'':
                    if (quoting) {
                        builder.put(character, true);
                    } else {
                        single(builder);
                    }
                    break;
                case '"':
                    if (mode == QUOTES) {
                        return;
                    }
                    if (mode == DOCUMENT || mode == ARITHMETIC) {
                        builder.put(character, true);
                    } else {
                        quotes(builder);
                    }
                    break;
                case '$':
                    dollar(builder, quoting);
                    break;
                case '`':
                    Substitutions.backquotes(builder, quoting, mode == QUOTES);
                    break;
                case '}':
                    if (mode == BRACE || mode == QUOTED_BRACE) {
                        return;
                    }
                    builder.put(character, quoting);
                    break;
                case '(', ')':
                    parentheses += character == '(' ? 1 : -1;
                    if (mode == ARITHMETIC && parentheses < 0) {
                        closeArithmetic();
                        return;
                    }
                    builder.put(character, quoting);
                    break;
                default:
                    builder.put(character, quoting);
                    break;
            }
        }
    }

    private static void closeArithmetic() {
        if (Lexer.get() != ')') {
            Parser.fail("Missing '))'");
        }
    }

    /** Behind a backslash; one before a line's end is gone already. */
    private static void backslash(WordBuilder builder, int mode) {
        int character = Lexer.raw();
        if (character == Source.END) {
            builder.put('\\', true);
            return;
        }
        boolean special = switch (character) {
            case '$', '`', '\\' -> true;
            case '"' -> mode != DOCUMENT && mode != ARITHMETIC;
            case '}' -> mode == QUOTED_BRACE;
            default -> !isQuoting(mode);
        };
        builder.word.quoted = true;
        if (!special) {
            builder.put('\\', true);
        }
        builder.put(character, true);
    }

    private static void single(WordBuilder builder) {
        builder.word.quoted = true;
        int character = Lexer.raw();
        if (character == '\'') {
            builder.putEmpty();
            return;
        }
        while (character != '\'') {
            if (character == Source.END) {
                Parser.failAtEnd("Unterminated quoted string");
                return;
            }
            builder.put(character, true);
            character = Lexer.raw();
        }
    }

    private static void quotes(WordBuilder builder) {
        builder.word.quoted = true;
        int before = builder.size();
        if (Parser.enter()) {
            read(builder, QUOTES);
            Parser.leave();
        }
        if (builder.size() == before) {
            builder.putEmpty();
        }
    }

    // ---- behind a dollar sign ----

    private static void dollar(WordBuilder builder, boolean quoted) {
        int character = Lexer.get();
        if (character == '(') {
            int second = Lexer.get();
            if (second == '(') {
                Part part = Part.of(Part.ARITHMETIC, quoted);
                builder.flush();
                part.argument = read(ARITHMETIC);
                builder.add(part);
                return;
            }
            Lexer.unget(second);
            Substitutions.parentheses(builder, quoted);
        } else if (character == '{') {
            brace(builder, quoted);
        } else if (Names.begins(character) || isSpecial(character)) {
            Part part = Part.of(Part.PARAMETER, quoted);
            Lexer.unget(character);
            part.text = name(false);
            builder.add(part);
        } else {
            Lexer.unget(character);
            builder.put('$', quoted);
        }
    }

    private static boolean isSpecial(int character) {
        switch (character) {
            case '@', '*', '#', '?', '-', '$', '!':
                return true;
            default:
                return character >= 0 && Characters.isDigit(character);
        }
    }

    /** A name, a number, of several digits only in braces, or a special character. */
    private static Address name(boolean braces) {
        Text text = new Text();
        int character = Lexer.get();
        text.add(character);
        boolean number = braces && Characters.isDigit(character);
        if (number || Names.begins(character)) {
            character = Lexer.get();
            while (number ? character >= 0 && Characters.isDigit(character)
                    : Names.continues(character)) {
                text.add(character);
                character = Lexer.get();
            }
            Lexer.unget(character);
        }
        Address copy = Parser.arena.copy(text.text());
        text.free();
        return copy;
    }

    private static void brace(WordBuilder builder, boolean quoted) {
        Part part = Part.of(Part.PARAMETER, quoted);
        builder.flush();
        int character = Lexer.get();
        if (character == '#') {
            int next = Lexer.get();
            Lexer.unget(next);
            if (Names.begins(next) || isSpecial(next)) {
                part.operation = Part.LENGTH;
                character = Lexer.get();
            }
        }
        if (Names.begins(character) || isSpecial(character)) {
            Lexer.unget(character);
            part.text = name(true);
        } else {
            Lexer.unget(character);
            part.text = Address.of("");
            part.operation = Part.BAD;
        }
        operation(part, quoted);
        builder.add(part);
    }

    private static void operation(Part part, boolean quoted) {
        int character = Lexer.get();
        if (character == '}') {
            return;
        }
        if (part.operation == Part.LENGTH) {
            part.operation = Part.BAD;
        }
        if (character == ':') {
            part.colon = true;
            character = Lexer.get();
        }
        boolean patterned = false;
        int operation = Part.BAD;
        switch (character) {
            case '-', '=', '?', '+':
                operation = character;
                break;
            case '#', '%':
                patterned = true;
                operation = character;
                int second = Lexer.get();
                if (second == character) {
                    operation = character == '#' ? Part.LONG_PREFIX : Part.LONG_SUFFIX;
                } else {
                    Lexer.unget(second);
                }
                break;
            default:
                Lexer.unget(character);
                break;
        }
        if (part.operation != Part.BAD) {
            part.operation = patterned && part.colon ? Part.BAD : operation;
        }
        part.argument = read(quoted && !patterned ? QUOTED_BRACE : BRACE);
    }

    /** The builder of a word that is being read. */
    static final class WordBuilder extends Struct {
        /** Characters that are no part yet, those of outer words first. */
        private static final Text PENDING = new Text();

        Word word;
        private Part last;
        private boolean quoted;
        private int count;
        private int from;

        static WordBuilder begin() {
            WordBuilder builder = Struct.at(Parser.arena.take(Struct.sizeOf(WordBuilder.class)),
                    WordBuilder.class);
            builder.word = Word.make();
            builder.from = PENDING.length;
            return builder;
        }

        Word end() {
            flush();
            return word;
        }

        /** Grows with everything that is put in. */
        int size() {
            return count + PENDING.length - from;
        }

        void put(int character, boolean isQuoted) {
            if (isQuoted != quoted) {
                flush();
                quoted = isQuoted;
            }
            PENDING.add(character);
        }

        void putEmpty() {
            flush();
            Part part = Part.of(Part.LITERAL, true);
            part.text = Address.of("");
            add(part);
        }

        void flush() {
            if (PENDING.length > from) {
                Part part = Part.of(Part.LITERAL, quoted);
                part.text = Parser.arena.copy(PENDING.bytes.plus(from), PENDING.length - from);
                count += PENDING.length - from;
                PENDING.length = from;
                link(part);
            }
        }

        void add(Part part) {
            flush();
            link(part);
        }

        private void link(Part part) {
            count++;
            if (last == null) {
                word.first = part;
            } else {
                last.next = part;
            }
            last = part;
        }
    }
}
