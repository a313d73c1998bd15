package cleave.guestos.user.tools.common;

import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Users;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Names of users and groups by number and back; each is looked up once. */
public final class Names {
    private static final int NUMBER = 12;

    private static Known users;
    private static Known groups;

    /** A name that was looked up. */
    private static final class Known extends Struct {
        int id;
        Address name;
        Known next;
    }

    private Names() {
    }

    /** The user's name, or the number in digits. */
    public static Address user(int id) {
        Address name = find(users, id);
        if (name.isNull()) {
            Users.User user = Users.getpwuid(id);
            users = known(id, user == null ? Address.of(0) : user.name, users);
            name = users.name;
        }
        return name;
    }

    public static Address group(int id) {
        Address name = find(groups, id);
        if (name.isNull()) {
            Users.Group group = Users.getgrgid(id);
            groups = known(id, group == null ? Address.of(0) : group.name, groups);
            name = groups.name;
        }
        return name;
    }

    /** The number of a user's name, or the number that it is; -1 if it is neither. */
    public static int userId(Address name) {
        Users.User user = Users.getpwnam(name);
        return user != null ? user.id : number(name);
    }

    public static int groupId(Address name) {
        Users.Group group = Users.getgrnam(name);
        return group != null ? group.id : number(name);
    }

    private static int number(Address name) {
        return Numbers.isInt(name) && Numbers.toInt(name) >= 0 ? Numbers.toInt(name) : -1;
    }

    private static Address find(Known first, int id) {
        for (Known known = first; known != null; known = known.next) {
            if (known.id == id) {
                return known.name;
            }
        }
        return Address.of(0);
    }

    private static Known known(int id, Address name, Known next) {
        Known known = new Known();
        known.id = id;
        known.next = next;
        if (name.isNull()) {
            known.name = Heap.calloc(1, NUMBER);
            Format.snprintf(known.name, NUMBER, "%u", id);
        } else {
            known.name = Strings.duplicate(name);
        }
        return known;
    }
}
