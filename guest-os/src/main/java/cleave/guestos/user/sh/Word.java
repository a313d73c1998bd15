package cleave.guestos.user.sh;

import cleave.magic.Address;
import cleave.magic.Struct;

/** A word before its expansion: the parts that are written one behind the other. */
final class Word extends Struct {
    Part first;
    Word next;
    /** Whether anything in it was quoted. */
    boolean quoted;

    static Word make() {
        return Struct.at(Parser.arena.take(Struct.sizeOf(Word.class)), Word.class);
    }

    /** The text of a word of plain characters; null for any other. */
    Address plain() {
        return !quoted && first != null && first.next == null && first.kind == Part.LITERAL
                ? first.text : Address.of(0);
    }
}
