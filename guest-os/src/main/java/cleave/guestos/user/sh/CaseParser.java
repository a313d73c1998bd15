package cleave.guestos.user.sh;

/** {@code case word in (pattern | pattern) list ;; ... esac}. */
final class CaseParser {
    private CaseParser() {
    }

    static Node parse(Node node) {
        Lexer.skip();
        if (Lexer.peek() != Token.WORD) {
            Parser.unexpected(Token.WORD);
            return null;
        }
        node.words = Lexer.word();
        Lexer.skip();
        while (Lexer.peek() == Token.NEWLINE) {
            Lexer.skip();
        }
        if (!CommandParser.isWord(Token.IN)) {
            Parser.unexpected(Token.IN);
            return null;
        }
        Lexer.skip();
        CaseItem last = null;
        while (!Parser.failed()) {
            while (Lexer.peek() == Token.NEWLINE) {
                Lexer.skip();
            }
            if (CommandParser.isWord(Token.ESAC)) {
                break;
            }
            CaseItem item = item();
            if (last == null) {
                node.cases = item;
            } else {
                last.next = item;
            }
            last = item;
            int kind = Lexer.peekCommand();
            if (kind == Token.CASE_END) {
                Lexer.skip();
            } else if (kind != Token.ESAC) {
                Parser.unexpected(Token.CASE_END);
            }
        }
        if (!Parser.failed()) {
            Lexer.skip();
        }
        return node;
    }

    private static CaseItem item() {
        CaseItem item = CaseItem.make();
        if (Lexer.peek() == Token.OPEN) {
            Lexer.skip();
        }
        Word last = null;
        while (!Parser.failed()) {
            if (Lexer.peek() != Token.WORD) {
                Parser.unexpected(Token.WORD);
                return item;
            }
            if (last == null) {
                item.patterns = Lexer.word();
            } else {
                last.next = Lexer.word();
            }
            last = Lexer.word();
            Lexer.skip();
            if (Lexer.peek() != Token.PIPE) {
                break;
            }
            Lexer.skip();
        }
        if (Lexer.peek() != Token.CLOSE) {
            Parser.unexpected(Token.CLOSE);
            return item;
        }
        Lexer.skip();
        item.body = Parser.list();
        return item;
    }
}
