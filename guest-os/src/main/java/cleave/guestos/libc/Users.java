package cleave.guestos.libc;

import cleave.magic.Address;
import cleave.magic.Struct;

/** Users and groups by {@code /etc/passwd} and {@code /etc/group}. */
public final class Users {
    private static final int FIELDS_MAX = 7;
    private static final int[] FIELDS = new int[FIELDS_MAX];
    private static final Line USER_LINE = new Line();
    private static final Line GROUP_LINE = new Line();
    private static final User USER = new User();
    private static final Group GROUP = new Group();

    /** A line of {@code /etc/passwd}. */
    public static final class User extends Struct {
        public Address name;
        public Address password;
        public int id;
        public int group;
        public Address fullName;
        public Address home;
        public Address shell;
    }

    /** A line of {@code /etc/group}; members are separated by commas. */
    public static final class Group extends Struct {
        public Address name;
        public Address password;
        public int id;
        public Address members;
    }

    private Users() {
    }

    /** The user of that name, good until the next call; null if there is none. */
    public static User getpwnam(Address name) {
        return user(name, 0);
    }

    public static User getpwuid(int id) {
        return user(Address.of(0), id);
    }

    /** The group of that name, good until the next call; null if there is none. */
    public static Group getgrnam(Address name) {
        return group(name, 0);
    }

    public static Group getgrgid(int id) {
        return group(Address.of(0), id);
    }

    /** By name, or by number when there is no name. */
    private static User user(Address name, int id) {
        if (!find("/etc/passwd", USER_LINE, FIELDS_MAX, name, id)) {
            return null;
        }
        USER.name = field(0);
        USER.password = field(1);
        USER.id = Numbers.toInt(field(2));
        USER.group = Numbers.toInt(field(3));
        USER.fullName = field(4);
        USER.home = field(5);
        USER.shell = field(6);
        return USER;
    }

    private static Group group(Address name, int id) {
        if (!find("/etc/group", GROUP_LINE, 4, name, id)) {
            return null;
        }
        GROUP.name = field(0);
        GROUP.password = field(1);
        GROUP.id = Numbers.toInt(field(2));
        GROUP.members = field(3);
        return GROUP;
    }

    private static Address field(int index) {
        return Address.of(FIELDS[index]);
    }

    /** Finds the line of a file, and its fields; lines that have too few are passed over. */
    private static boolean find(String file, Line line, int fields, Address name, int id) {
        Stream stream = Stdio.fopen(file, "re");
        if (stream == null) {
            return false;
        }
        boolean found = false;
        while (!found && Stdio.getline(line, stream) >= 0) {
            line.chomp();
            found = split(line.text) == fields && (name.isNull()
                    ? Numbers.isInt(field(2)) && Numbers.toInt(field(2)) == id
                    : Strings.equal(field(0), name));
        }
        Stdio.fclose(stream);
        return found;
    }

    /** Cuts a line at its colons; returns how many fields it has, at most the most there can be. */
    private static int split(Address line) {
        int count = 0;
        Address at = line;
        while (count < FIELDS_MAX) {
            FIELDS[count] = at.bits();
            count++;
            Address colon = Strings.find(at, ':');
            if (colon.isNull()) {
                break;
            }
            colon.storeByte(0, 0);
            at = colon.plus(1);
        }
        return count;
    }
}
