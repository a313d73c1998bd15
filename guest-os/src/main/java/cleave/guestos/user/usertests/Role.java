package cleave.guestos.user.usertests;

import cleave.magic.Fn;
import cleave.magic.Struct;

/** What this program is when a row has started it again by exec, {@code usertests --as NAME}. */
final class Role extends Struct {
    String name;
    Part part;

    /** Is given the words behind the name; the result is the exit code, if all checks held. */
    interface Part extends Fn {
        int play(int count);
    }

    static Role of(String name, Part part) {
        Role role = new Role();
        role.name = name;
        role.part = part;
        return role;
    }
}
