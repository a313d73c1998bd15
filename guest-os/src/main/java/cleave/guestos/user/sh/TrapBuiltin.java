package cleave.guestos.user.sh;

import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** {@code trap [action] signal ...}. */
final class TrapBuiltin {
    private TrapBuiltin() {
    }

    static int run(int count, Address arguments) {
        int index = Builtins.skipDashes(count, arguments, 1);
        if (index >= count) {
            Traps.list();
            return 0;
        }
        Address action = Builtins.word(arguments, index);
        if (Builtins.isCount(action) || index + 1 == count) {
            action = Address.of(0);
        } else {
            index++;
            if (Strings.equal(action, "-")) {
                action = Address.of(0);
            }
        }
        for (int i = index; i < count; i++) {
            int signal = Signals.number(Builtins.word(arguments, i));
            if (signal < 0) {
                Messages.warn("trap", "bad trap: ", Builtins.word(arguments, i));
                return 1;
            }
            Traps.set(signal, action);
        }
        return 0;
    }
}
