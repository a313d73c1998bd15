package cleave.guestos.user.sh;

import cleave.magic.Address;
import cleave.magic.Struct;

/** A function; its body lies in an arena that it holds. */
final class Function extends Struct {
    Address name;
    Node body;
    Arena arena;
    Function next;
}
