package cleave.guestos.user.sh;

import cleave.magic.Address;
import cleave.magic.Struct;

/** {@code name=value} before a command. */
final class Assignment extends Struct {
    Address name;
    Word value;
    Assignment next;

    static Assignment of(Address name, Word value) {
        Assignment assignment = Struct.at(Parser.arena.take(Struct.sizeOf(Assignment.class)),
                Assignment.class);
        assignment.name = name;
        assignment.value = value;
        return assignment;
    }

    /** How long the name before an equals sign is; 0 for words that assign nothing. */
    static int nameLength(Address text) {
        int length = Names.length(text);
        return length > 0 && text.loadByte(length) == '=' ? length : 0;
    }
}
