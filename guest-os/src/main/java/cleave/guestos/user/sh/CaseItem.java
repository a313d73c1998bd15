package cleave.guestos.user.sh;

import cleave.magic.Struct;

/** Patterns of a {@code case} and what is done for them. */
final class CaseItem extends Struct {
    Word patterns;
    /** Null for nothing. */
    Node body;
    CaseItem next;

    static CaseItem make() {
        return Struct.at(Parser.arena.take(Struct.sizeOf(CaseItem.class)), CaseItem.class);
    }
}
