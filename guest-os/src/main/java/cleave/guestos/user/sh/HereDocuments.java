package cleave.guestos.user.sh;

import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Recursive;

/** Here-documents (Shell Command Language, 2.7.4), read behind the line that announces them. */
final class HereDocuments {
    private static Redirection first;
    private static Redirection last;

    private HereDocuments() {
    }

    static void forget() {
        first = null;
        last = null;
    }

    /** The text of the redirection begins behind the next line feed. */
    static void announce(Redirection redirection) {
        if (first == null) {
            first = redirection;
        } else {
            last.nextPending = redirection;
        }
        last = redirection;
    }

    /** Whether some are announced whose text never came. */
    static boolean areMissing() {
        return first != null;
    }

    @Recursive(max = Parser.NESTING_MAX)
    static void read() {
        while (first != null && !Parser.failed()) {
            Redirection redirection = first;
            first = redirection.nextPending;
            read(redirection);
        }
    }

    private static void read(Redirection redirection) {
        Text delimiter = new Text();
        for (Part part = redirection.delimiter.first; part != null; part = part.next) {
            delimiter.add(part.text);
        }
        int firstLine = Lexer.line;
        Text body = new Text();
        boolean more = true;
        while (more) {
            more = line(redirection, body, delimiter.text());
        }
        Address text = Parser.arena.copy(body.text(), body.length);
        delimiter.free();
        body.free();
        if (redirection.verbatim) {
            Part part = Part.of(Part.LITERAL, true);
            part.text = text;
            redirection.target = Word.make();
            redirection.target.first = part;
            return;
        }
        Lexer.State state = new Lexer.State();
        Lexer.save(state);
        Lexer.source = Source.ofString(text);
        Lexer.line = firstLine;
        redirection.target = WordReader.document();
        Lexer.source.close();
        Lexer.restore(state);
        Heap.free(state);
    }

    /** Adds a line to the text; false for the delimiter and, for what it is worth, the end. */
    private static boolean line(Redirection redirection, Text body, Address delimiter) {
        int start = body.length;
        int character = Lexer.raw();
        while (redirection.stripsTabs && character == '\t') {
            character = Lexer.raw();
        }
        while (character != '\n' && character != Source.END) {
            body.add(character);
            if (character == '\\' && !redirection.verbatim) {
                character = Lexer.raw();
                if (character == '\n') {
                    body.length--;
                    character = Lexer.raw();
                    while (redirection.stripsTabs && start == body.length && character == '\t') {
                        character = Lexer.raw();
                    }
                    continue;
                }
                if (character == Source.END) {
                    break;
                }
                body.add(character);
            }
            character = Lexer.raw();
        }
        if (Strings.equal(body.text().plus(start), delimiter)) {
            body.length = start;
            return false;
        }
        if (character == Source.END && body.length == start) {
            return false;
        }
        body.add('\n');
        return character != Source.END;
    }
}
