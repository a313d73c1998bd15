package cleave.guestos.user.sh;

import cleave.guestos.libc.Numbers;
import cleave.magic.Address;
import cleave.magic.Recursive;

/** One command of a pipeline: simple, compound, or the definition of a function. */
final class CommandParser {
    private CommandParser() {
    }

    @Recursive(max = Parser.NESTING_MAX)
    static Node command() {
        if (!Parser.enter()) {
            return null;
        }
        Node node = any();
        Parser.leave();
        return Parser.failed() ? null : node;
    }

    private static Node any() {
        int kind = Lexer.peekCommand();
        int line = Lexer.tokenLine();
        switch (kind) {
            case Token.WORD, Token.IO_NUMBER:
                return simple();
            case Token.OPEN:
                return between(Node.of(Node.SUBSHELL, line), Token.CLOSE);
            case Token.LEFT_BRACE:
                return between(Node.of(Node.GROUP, line), Token.RIGHT_BRACE);
            case Token.IF:
                return redirected(condition(Node.of(Node.IF, line)));
            case Token.WHILE:
                return loop(Node.of(Node.WHILE, line));
            case Token.UNTIL:
                return loop(Node.of(Node.UNTIL, line));
            case Token.FOR:
                return forLoop(Node.of(Node.FOR, line));
            case Token.CASE:
                return redirected(CaseParser.parse(Node.of(Node.CASE, line)));
            default:
                if (Token.isRedirection(kind)) {
                    return simple();
                }
                Parser.unexpected(Token.END);
                return null;
        }
    }

    /** Skips a token that must come, one that ends a list or is a sign. */
    static void expect(int kind) {
        if (!Parser.failed() && Lexer.peekCommand() != kind) {
            Parser.unexpected(kind);
        }
        if (!Parser.failed()) {
            Lexer.skip();
        }
    }

    private static Node between(Node node, int close) {
        Lexer.skip();
        node.first = Parser.body(close);
        expect(close);
        return redirected(node);
    }

    /** From {@code if} on; each {@code elif} is a node in the place of {@code else}. */
    private static Node condition(Node node) {
        Node branch = node;
        while (!Parser.failed()) {
            Lexer.skip();
            branch.first = Parser.body(Token.THEN);
            expect(Token.THEN);
            branch.second = Parser.body(Token.FI);
            if (Lexer.peekCommand() != Token.ELIF) {
                break;
            }
            branch.third = Node.of(Node.IF, Lexer.tokenLine());
            branch = branch.third;
        }
        if (!Parser.failed() && Lexer.peekCommand() == Token.ELSE) {
            Lexer.skip();
            branch.third = Parser.body(Token.FI);
        }
        expect(Token.FI);
        return node;
    }

    private static Node loop(Node node) {
        Lexer.skip();
        node.first = Parser.body(Token.DO);
        doGroup(node);
        return redirected(node);
    }

    private static void doGroup(Node node) {
        expect(Token.DO);
        node.second = Parser.failed() ? null : Parser.body(Token.DONE);
        expect(Token.DONE);
    }

    private static Node forLoop(Node node) {
        Lexer.skip();
        if (Lexer.peek() != Token.WORD || !isName(Lexer.word())) {
            Parser.fail("Bad for loop variable");
            return null;
        }
        node.name = Lexer.word().plain();
        Lexer.skip();
        node.overParameters = true;
        int kind = Lexer.peek();
        if (kind == Token.SEMICOLON) {
            Lexer.skip();
        } else {
            while (Lexer.peek() == Token.NEWLINE) {
                Lexer.skip();
            }
            if (isWord(Token.IN)) {
                Lexer.skip();
                node.overParameters = false;
                node.words = words();
                if (Lexer.peek() != Token.SEMICOLON && Lexer.peek() != Token.NEWLINE) {
                    Parser.unexpected(Token.END);
                    return null;
                }
                Lexer.skip();
            }
        }
        Parser.skipNewlines();
        doGroup(node);
        return redirected(node);
    }

    /** Whether the next token is this reserved word, where it is one only here. */
    static boolean isWord(int kind) {
        return Lexer.peek() == Token.WORD && !Lexer.word().plain().isNull()
                && Token.reserved(Lexer.word().plain()) == kind;
    }

    private static boolean isName(Word word) {
        return !word.plain().isNull() && Names.are(word.plain());
    }

    private static Word words() {
        Word first = null;
        Word last = null;
        while (Lexer.peek() == Token.WORD) {
            Word word = Lexer.word();
            Lexer.skip();
            if (last == null) {
                first = word;
            } else {
                last.next = word;
            }
            last = word;
        }
        return first;
    }

    // ---- simple commands ----

    private static Node simple() {
        Node node = Node.of(Node.SIMPLE, Lexer.tokenLine());
        Word lastWord = null;
        Assignment lastAssignment = null;
        Redirection lastRedirection = null;
        while (!Parser.failed()) {
            int kind = lastWord == null ? Lexer.peekCommand() : Lexer.peekArgument();
            if (kind == Token.IO_NUMBER || Token.isRedirection(kind)) {
                Redirection redirection = redirection();
                if (lastRedirection == null) {
                    node.redirections = redirection;
                } else {
                    lastRedirection.next = redirection;
                }
                lastRedirection = redirection;
            } else if (Lexer.peek() == Token.WORD) {
                Word word = Lexer.word();
                Assignment assignment = lastWord == null ? assignment(word) : null;
                Lexer.skip();
                if (assignment != null) {
                    if (lastAssignment == null) {
                        node.assignments = assignment;
                    } else {
                        lastAssignment.next = assignment;
                    }
                    lastAssignment = assignment;
                } else {
                    if (lastWord == null) {
                        node.words = word;
                    } else {
                        lastWord.next = word;
                    }
                    lastWord = word;
                }
            } else if (kind == Token.OPEN && lastWord != null && lastWord == node.words
                    && lastAssignment == null && lastRedirection == null) {
                return function(node, lastWord);
            } else {
                return node;
            }
        }
        return node;
    }

    /** The assignment that a word is, or null. */
    private static Assignment assignment(Word word) {
        Part part = word.first;
        if (part == null || part.kind != Part.LITERAL || part.quoted) {
            return null;
        }
        int length = Assignment.nameLength(part.text);
        if (length == 0) {
            return null;
        }
        Word value = Word.make();
        value.quoted = word.quoted;
        value.first = part.next;
        if (part.text.loadByte(length + 1) != 0) {
            Part rest = Part.of(Part.LITERAL, false);
            rest.text = part.text.plus(length + 1);
            rest.next = part.next;
            value.first = rest;
        }
        return Assignment.of(Parser.arena.copy(part.text, length), value);
    }

    private static Node function(Node simple, Word name) {
        Lexer.skip();
        expect(Token.CLOSE);
        if (!Parser.failed() && (name.plain().isNull() || !Names.are(name.plain()))) {
            Parser.fail("Bad function name");
        }
        if (Parser.failed()) {
            return null;
        }
        Node node = Node.of(Node.FUNCTION, simple.line);
        node.name = name.plain();
        node.arena = Parser.arena;
        Parser.skipNewlines();
        node.first = command();
        return node;
    }

    // ---- redirections ----

    private static Node redirected(Node node) {
        Redirection last = null;
        while (!Parser.failed() && (Lexer.peek() == Token.IO_NUMBER
                || Token.isRedirection(Lexer.peek()))) {
            Redirection redirection = redirection();
            if (last == null) {
                node.redirections = redirection;
            } else {
                last.next = redirection;
            }
            last = redirection;
        }
        return node;
    }

    private static Redirection redirection() {
        int descriptor = -1;
        if (Lexer.peek() == Token.IO_NUMBER) {
            Address number = Lexer.word().plain();
            descriptor = Numbers.toInt(number);
            Lexer.skip();
        }
        int kind = Lexer.peek();
        int line = Lexer.tokenLine();
        if (descriptor < 0) {
            descriptor = kind == Token.GREAT || kind == Token.APPEND || kind == Token.GREAT_AND
                    || kind == Token.CLOBBER ? 1 : 0;
        }
        Redirection redirection = Redirection.of(kind, descriptor, line);
        Lexer.skip();
        if (Lexer.peek() != Token.WORD) {
            Parser.unexpected(Token.END);
            return redirection;
        }
        Word word = Lexer.word();
        if (kind == Token.HERE || kind == Token.HERE_TABS) {
            redirection.kind = Token.HERE;
            redirection.stripsTabs = kind == Token.HERE_TABS;
            redirection.verbatim = word.quoted;
            redirection.delimiter = word;
            HereDocuments.announce(redirection);
        } else {
            redirection.target = word;
        }
        Lexer.skip();
        return redirection;
    }
}
