package cleave.guestos.user.sh;

import cleave.magic.Struct;

/** What is done to an open file before a command runs; the kind is the operator's token. */
final class Redirection extends Struct {
    int kind;
    int descriptor;
    /** The file, the number, or the text of a here-document. */
    Word target;
    /** Of a here-document: nothing in it is expanded, tabs at the start of lines go. */
    boolean verbatim;
    boolean stripsTabs;
    Redirection next;
    /** The next here-document whose text is still to come. */
    Redirection nextPending;
    /** The word that ends a here-document. */
    Word delimiter;
    int line;

    static Redirection of(int kind, int descriptor, int line) {
        Redirection redirection = Struct.at(
                Parser.arena.take(Struct.sizeOf(Redirection.class)), Redirection.class);
        redirection.kind = kind;
        redirection.descriptor = descriptor;
        redirection.line = line;
        return redirection;
    }
}
