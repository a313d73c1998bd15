package cleave.guestos.user.sh;

import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Struct;

/** A command that the shell itself is. */
final class Builtin extends Struct {
    String name;
    Main main;
    /** Special ones: errors end scripts, assignments stay (Shell Command Language, 2.14). */
    boolean special;

    /** The result is the exit code. */
    interface Main extends Fn {
        int run(int count, Address arguments);
    }

    static Builtin of(String name, Main main) {
        Builtin builtin = new Builtin();
        builtin.name = name;
        builtin.main = main;
        return builtin;
    }

    static Builtin special(String name, Main main) {
        Builtin builtin = of(name, main);
        builtin.special = true;
        return builtin;
    }
}
