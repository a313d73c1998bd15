package cleave.guestos.user.sh;

import cleave.guestos.libc.Stream;
import cleave.magic.Recursive;
import cleave.magic.Struct;

/**
 * The grammar (Shell Command Language, 2.10), by recursive descent. After an error, which is told
 * at once, every token is the end of the input, so that all callers come back soon.
 */
final class Parser {
    /** How deep commands and expansions may lie in each other. */
    static final int NESTING_MAX = 300;

    /** What the nodes of the command are taken from. */
    static Arena arena;
    private static boolean failed;
    /** Whether the input has ended. */
    private static boolean ended;
    private static int depth;

    private Parser() {
    }

    /** Whether the last line was the end of the input. */
    static boolean ended() {
        return ended;
    }

    static boolean failed() {
        return failed;
    }

    /** Begins anew in an arena. */
    static void begin(Arena in) {
        arena = in;
        failed = false;
        ended = false;
        depth = 0;
        HereDocuments.forget();
        Lexer.begin();
    }

    /** Begins a text that is read while something else is, perhaps; see {@link #resume}. */
    static void beginText(Arena in, Pause outer) {
        outer.arena = arena;
        outer.failed = failed;
        outer.depth = depth;
        arena = in;
        failed = false;
        depth = 0;
    }

    static void resume(Pause outer) {
        arena = outer.arena;
        failed = outer.failed;
        depth = outer.depth;
    }

    /** What is put aside meanwhile. */
    static final class Pause extends Struct {
        private Arena arena;
        private boolean failed;
        private int depth;
    }

    // ---- errors ----

    static void fail(String what) {
        if (!failed) {
            syntaxError().put(what).line();
        }
        failed = true;
    }

    static void failAtEnd(String what) {
        if (!Traps.isInterrupted()) {
            fail(what);
        }
        failed = true;
    }

    private static Stream syntaxError() {
        return Messages.begin(Lexer.line).put("Syntax error: ");
    }

    /** The next token should be another one. */
    static void unexpected(int expected) {
        int kind = Lexer.peek();
        if (failed || kind == Token.END && Traps.isInterrupted()) {
            failed = true;
            return;
        }
        Stream to = Messages.begin(Lexer.tokenLine()).put("Syntax error: ");
        if (kind == Token.WORD && !Lexer.word().plain().isNull()
                && Token.reserved(Lexer.word().plain()) != Token.WORD) {
            to.putByte('"').put(Lexer.word().plain()).put("\" unexpected");
        } else if (kind == Token.WORD || kind == Token.NEWLINE || kind == Token.END) {
            to.put(kind == Token.END ? "end of file" : Token.name(kind)).put(" unexpected");
        } else {
            to.putByte('"').put(Token.name(kind)).put("\" unexpected");
        }
        if (expected != Token.END) {
            to.put(" (expecting \"").put(Token.name(expected)).put("\")");
        }
        to.line();
        failed = true;
    }

    /** Goes one deeper, or says that it is too deep. */
    static boolean enter() {
        if (failed) {
            return false;
        }
        if (depth == NESTING_MAX) {
            syntaxError().put("commands and expansions are nested more than ").put(NESTING_MAX)
                    .put(" deep").line();
            failed = true;
            return false;
        }
        depth++;
        return true;
    }

    static void leave() {
        depth--;
    }

    // ---- lists ----

    /** The commands of a line, and of those that it goes on in; null for none. */
    static Node line() {
        int kind = Lexer.peekCommand();
        if (kind == Token.NEWLINE) {
            Lexer.skip();
            return null;
        }
        if (kind == Token.END) {
            ended = true;
            return null;
        }
        Node list = Node.of(Node.LIST, Lexer.tokenLine());
        items(list, false);
        if (!failed && Lexer.peek() != Token.NEWLINE && Lexer.peek() != Token.END) {
            unexpected(Token.END);
        }
        if (!failed && HereDocuments.areMissing()) {
            HereDocuments.read();
        }
        ended = Lexer.peek() == Token.END;
        Lexer.skip();
        return list;
    }

    /** The commands up to a word or sign that ends them; perhaps none, which is null. */
    @Recursive(max = NESTING_MAX)
    static Node list() {
        Node list = Node.of(Node.LIST, Lexer.line);
        items(list, true);
        return list.first == null ? null : list;
    }

    /** At least one command, before a token that is expected. */
    static Node body(int expected) {
        Node list = list();
        if (list == null && !failed) {
            unexpected(Lexer.peekCommand() == Token.END ? expected : Token.END);
        }
        return list;
    }

    private static boolean ends(int kind) {
        switch (kind) {
            case Token.END, Token.CLOSE, Token.CASE_END, Token.THEN, Token.ELSE, Token.ELIF,
                    Token.FI, Token.DO, Token.DONE, Token.ESAC, Token.RIGHT_BRACE:
                return true;
            default:
                return false;
        }
    }

    static void skipNewlines() {
        while (Lexer.peekCommand() == Token.NEWLINE) {
            Lexer.skip();
        }
    }

    private static void items(Node list, boolean manyLines) {
        Node last = null;
        while (!failed) {
            if (manyLines) {
                skipNewlines();
            }
            int kind = Lexer.peekCommand();
            if (ends(kind) || !manyLines && kind == Token.NEWLINE) {
                return;
            }
            Node item = andOr();
            if (item == null) {
                return;
            }
            if (last == null) {
                list.first = item;
            } else {
                last.next = item;
            }
            last = item;
            kind = Lexer.peek();
            if (kind == Token.AND) {
                item.background = true;
            }
            if (kind == Token.AND || kind == Token.SEMICOLON) {
                Lexer.skip();
            } else if (kind != Token.NEWLINE) {
                return;
            }
        }
    }

    private static Node andOr() {
        int start = Lexer.start();
        Node first = pipeline();
        int kind = Lexer.peek();
        if (failed || kind != Token.AND_IF && kind != Token.OR_IF) {
            return first;
        }
        Node node = Node.of(Node.AND_OR, first.line);
        node.first = first;
        Node last = first;
        while (!failed && (kind == Token.AND_IF || kind == Token.OR_IF)) {
            Lexer.skip();
            skipNewlines();
            Node next = pipeline();
            if (next == null) {
                return null;
            }
            next.connector = kind == Token.AND_IF ? Node.AND : Node.OR;
            last.next = next;
            last = next;
            kind = Lexer.peek();
        }
        node.text = Lexer.textFrom(start);
        return node;
    }

    private static Node pipeline() {
        int start = Lexer.start();
        boolean negated = false;
        while (Lexer.peekCommand() == Token.NOT) {
            Lexer.skip();
            negated = !negated;
        }
        Node first = CommandParser.command();
        if (failed || first == null) {
            return null;
        }
        if (Lexer.peek() != Token.PIPE && !negated) {
            first.text = Lexer.textFrom(start);
            return first;
        }
        Node node = Node.of(Node.PIPELINE, first.line);
        node.first = first;
        node.negated = negated;
        Node last = first;
        while (!failed && Lexer.peek() == Token.PIPE) {
            Lexer.skip();
            skipNewlines();
            last.next = CommandParser.command();
            last = last.next;
        }
        node.text = failed ? node.text : Lexer.textFrom(start);
        return failed ? null : node;
    }
}
