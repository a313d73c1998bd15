package cleave.guestos.user.sh;

import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Users;
import cleave.magic.Address;
import cleave.magic.Recursive;

/** Word expansions (Shell Command Language, 2.6). What they give lies in the scratch arena. */
final class Expansion {
    /** Where a tilde may be: nowhere, at the start, and in assignments behind colons, too. */
    private static final int NO_TILDE = 0;
    private static final int TILDE = 1;
    private static final int TILDES = 2;

    /** How deep expansions lie in each other now. */
    private static int depth;

    private Expansion() {
    }

    /** The fields of a word, added to those before. */
    static void fields(Word word, Output to) {
        expand(word, to, false, TILDE);
        to.finishWord();
    }

    /** One string, neither split nor taken as a pattern. */
    static Address single(Word word) {
        Output output = Output.of(Output.SINGLE);
        expand(word, output, false, TILDE);
        return output.take();
    }

    /** The value of an assignment. */
    static Address value(Word word) {
        Output output = Output.of(Output.SINGLE);
        expand(word, output, false, TILDES);
        return output.take();
    }

    /** A field whose name and equals sign are part of the word, as {@code export a=~/b}. */
    static void declaration(Word word, Output to) {
        Output output = Output.of(Output.SINGLE);
        Part part = word.first;
        int length = Assignment.nameLength(part.text) + 1;
        for (int i = 0; i < length; i++) {
            output.put(part.text.loadUnsignedByte(i), true);
        }
        literal(part.text.plus(length), output, TILDES, part.next == null);
        rest(part.next, output, false, TILDES);
        to.add(output.take());
    }

    static Address pattern(Word word) {
        Output output = Output.of(Output.PATTERN);
        expand(word, output, false, TILDE);
        return output.take();
    }

    /** The text with its parameters, commands and arithmetic, as a here-document has them. */
    static Address ofText(Address text) {
        Arena arena = Arena.make();
        Lexer.State state = new Lexer.State();
        Lexer.save(state);
        Parser.Pause pause = new Parser.Pause();
        Parser.beginText(arena, pause);
        Lexer.source = Source.ofString(text);
        Word word = WordReader.document();
        Lexer.source.close();
        Lexer.restore(state);
        Heap.free(state);
        boolean failed = Parser.failed();
        Parser.resume(pause);
        Heap.free(pause);
        int status = Shell.status;
        Address result = failed ? text : single(word);
        Shell.status = status;
        arena.release();
        return result;
    }

    /** Expands a word that may be part of another's expansion, which {@code split} says. */
    static void expand(Word word, Output to, boolean split, int tilde) {
        rest(word.first, to, split, tilde);
    }

    /** The argument of an operation on a parameter. */
    static void argument(Word word, Output to) {
        rest(word.first, to, true, TILDE);
    }

    @Recursive(max = Execution.DEPTH_MAX)
    private static void rest(Part first, Output to, boolean split, int tilde) {
        if (depth == Execution.DEPTH_MAX) {
            Messages.begin().put("expansions are nested more than ").put(Execution.DEPTH_MAX)
                    .put(" deep").line();
            Control.abort();
            return;
        }
        depth++;
        int tildeHere = tilde;
        for (Part part = first; part != null && !Control.isPending(); part = part.next) {
            part(part, to, split, tildeHere);
            tildeHere = tilde == TILDES && endsInColon(part) ? TILDES
                    : tilde == TILDES ? TILDES + 1 : NO_TILDE;
        }
        depth--;
    }

    private static boolean endsInColon(Part part) {
        int length = part.kind == Part.LITERAL && !part.quoted ? Strings.length(part.text) : 0;
        return length > 0 && part.text.loadByte(length - 1) == ':';
    }

    private static void part(Part part, Output to, boolean split, int tilde) {
        switch (part.kind) {
            case Part.LITERAL:
                if (part.quoted) {
                    to.start();
                    to.putAll(part.text, true);
                } else if (split) {
                    splitLiteral(part, to, tilde);
                } else {
                    literal(part.text, to, tilde, part.next == null);
                }
                break;
            case Part.PARAMETER:
                ParameterExpansion.expand(part, to);
                break;
            case Part.COMMAND:
                CommandSubstitution.expand(part, to);
                break;
            default:
                arithmetic(part, to);
                break;
        }
    }

    private static void splitLiteral(Part part, Output to, int tilde) {
        Address text = part.text;
        int used = tilde == TILDE ? tilde(text, to, part.next == null, false) : 0;
        to.putAll(text.plus(used), false);
    }

    private static void literal(Address text, Output to, int tilde, boolean isLast) {
        boolean here = tilde == TILDE || tilde == TILDES;
        int i = 0;
        while (text.loadByte(i) != 0) {
            if (here) {
                i += tilde(text.plus(i), to, isLast, tilde == TILDES);
                here = false;
                continue;
            }
            int character = text.loadUnsignedByte(i);
            to.put(character, false);
            here = tilde >= TILDES && character == ':';
            i++;
        }
    }

    /** Puts the home that a tilde is for; returns how much of the text it was, perhaps nothing. */
    private static int tilde(Address text, Output to, boolean isLast, boolean colons) {
        if (text.loadByte(0) != '~') {
            return 0;
        }
        int length = Strings.spanWithout(text, Address.of(colons ? "/:" : "/"));
        if (text.loadByte(length) == 0 && !isLast) {
            return 0;
        }
        Address home;
        if (length == 1) {
            home = Variables.value("HOME");
        } else {
            Users.User user = Users.getpwnam(Arena.SCRATCH.copy(text.plus(1), length - 1));
            home = user == null ? Address.of(0) : user.home;
        }
        if (home.isNull()) {
            return 0;
        }
        to.start();
        to.putAll(home, true);
        return length;
    }

    private static void arithmetic(Part part, Output to) {
        Address expression = single(part.argument);
        if (Control.isPending()) {
            return;
        }
        long value = Arithmetic.evaluate(expression);
        if (!Control.isPending()) {
            Text digits = new Text();
            to.putAll(digits.addNumber(value).text(), part.quoted);
            digits.free();
        }
    }
}
