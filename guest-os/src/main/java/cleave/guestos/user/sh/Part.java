package cleave.guestos.user.sh;

import cleave.magic.Address;
import cleave.magic.Struct;

/** A piece of a word that is expanded in one way. */
final class Part extends Struct {
    /** {@link #text} as it is. */
    static final int LITERAL = 1;
    /** The parameter {@link #text}, changed by {@link #operation}. */
    static final int PARAMETER = 2;
    /** What {@link #command} prints. */
    static final int COMMAND = 3;
    /** The value of {@link #argument}. */
    static final int ARITHMETIC = 4;

    /** Operations on parameters: the character that is written, or one of these. */
    static final int NONE = 0;
    static final int LENGTH = 1;
    static final int LONG_PREFIX = 2;
    static final int LONG_SUFFIX = 3;
    /** None that the shell knows: an error when it is reached. */
    static final int BAD = 4;

    int kind;
    Part next;
    Address text;
    int operation;
    Word argument;
    Node command;
    boolean quoted;
    /** Whether an empty parameter counts as one that is not set. */
    boolean colon;

    static Part of(int kind, boolean quoted) {
        Part part = Struct.at(Parser.arena.take(Struct.sizeOf(Part.class)), Part.class);
        part.kind = kind;
        part.quoted = quoted;
        return part;
    }
}
