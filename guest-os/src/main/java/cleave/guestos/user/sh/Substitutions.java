package cleave.guestos.user.sh;

import cleave.guestos.libc.Heap;
import cleave.magic.Address;
import cleave.magic.Recursive;

/** Commands inside words, {@code $(...)} and backquotes: parsed at once, run at expansion. */
final class Substitutions {
    private Substitutions() {
    }

    /** Behind {@code $(}. */
    @Recursive(max = Parser.NESTING_MAX)
    static void parentheses(WordReader.WordBuilder builder, boolean quoted) {
        Part part = Part.of(Part.COMMAND, quoted);
        builder.flush();
        Lexer.State state = new Lexer.State();
        Lexer.save(state);
        part.command = Parser.list();
        if (!Parser.failed() && Lexer.peek() != Token.CLOSE) {
            Parser.unexpected(Token.CLOSE);
        }
        Lexer.restoreTokens(state);
        Heap.free(state);
        builder.add(part);
    }

    /** Behind a backquote: the text up to the next is a source of its own. */
    @Recursive(max = Parser.NESTING_MAX)
    static void backquotes(WordReader.WordBuilder builder, boolean quoted, boolean inQuotes) {
        Part part = Part.of(Part.COMMAND, quoted);
        builder.flush();
        Address text = text(inQuotes);
        if (Parser.failed()) {
            return;
        }
        Lexer.State state = new Lexer.State();
        Lexer.save(state);
        Lexer.source = Source.ofString(text);
        part.command = Parser.list();
        if (!Parser.failed() && Lexer.peek() != Token.END) {
            Parser.unexpected(Token.END);
        }
        while (Lexer.source.below != null) {
            Source over = Lexer.source;
            Lexer.source = over.below;
            over.close();
        }
        Lexer.source.close();
        Lexer.restore(state);
        Heap.free(state);
        builder.add(part);
    }

    /** A backslash is taken away before a dollar sign, a backquote and itself. */
    private static Address text(boolean inQuotes) {
        Text text = new Text();
        int character = Lexer.raw();
        while (character != '`') {
            if (character == Source.END) {
                Parser.failAtEnd("EOF in backquote substitution");
                break;
            }
            if (character == '\\') {
                character = Lexer.raw();
                if (character != '$' && character != '`' && character != '\\'
                        && !(inQuotes && character == '"')) {
                    text.add('\\');
                }
                if (character == Source.END) {
                    continue;
                }
            }
            text.add(character);
            character = Lexer.raw();
        }
        Address copy = Parser.arena.copy(text.text(), text.length);
        text.free();
        return copy;
    }
}
