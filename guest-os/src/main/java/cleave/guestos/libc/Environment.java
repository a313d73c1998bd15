package cleave.guestos.libc;

import cleave.guestos.abi.Errno;
import cleave.magic.Address;

/**
 * The environment: strings {@code NAME=value}. At first it is the kernel's, on the stack; the first
 * change moves the list to the heap, and every new string with it.
 */
public final class Environment {
    private static final int SPARE = 16;

    /** Addresses of strings, then a null. */
    private static Address variables;
    private static int count;
    /** Entries that the list on the heap has room for, its null aside; 0 while it is not ours. */
    private static int room;

    private Environment() {
    }

    static void begin(Address initial) {
        variables = initial;
        while (!variable(count).isNull()) {
            count++;
        }
    }

    /** What exec is given: addresses of strings, then a null. */
    public static Address variables() {
        return variables;
    }

    /** One string {@code NAME=value}; null behind the last. */
    public static Address variable(int index) {
        return Address.of(variables.loadInt(4 * index));
    }

    /** The value of a variable; null if there is none. */
    public static Address getenv(Address name) {
        int length = Strings.length(name);
        int index = find(name, length);
        return index < 0 ? Address.of(0) : variable(index).plus(length + 1);
    }

    public static Address getenv(String name) {
        return getenv(Address.of(name));
    }

    /** Sets a variable that is not set, or, with {@code overwrite}, any; 0 or -1. */
    public static int setenv(Address name, Address value, boolean overwrite) {
        int length = Strings.length(name);
        if (length == 0 || !Strings.find(name, '=').isNull()) {
            return Errors.fail(Errno.EINVAL);
        }
        if (!overwrite && find(name, length) >= 0) {
            return 0;
        }
        Address text = Strings.join(name, "=", value);
        return text.isNull() ? -1 : put(text, length);
    }

    public static int setenv(String name, Address value) {
        return setenv(Address.of(name), value, true);
    }

    public static int setenv(String name, String value) {
        return setenv(Address.of(name), Address.of(value), true);
    }

    /** Makes the string {@code NAME=value} itself part of the environment; 0 or -1. */
    public static int putenv(Address text) {
        Address equals = Strings.find(text, '=');
        return equals.isNull() ? unsetenv(text) : put(text, equals.minus(text));
    }

    public static int unsetenv(Address name) {
        int length = Strings.length(name);
        if (length == 0 || !Strings.find(name, '=').isNull()) {
            return Errors.fail(Errno.EINVAL);
        }
        int index = find(name, length);
        while (index >= 0) {
            if (own(count) < 0) {
                return -1;
            }
            count--;
            for (int i = index; i <= count; i++) {
                variables.storeInt(4 * i, variables.loadInt(4 * i + 4));
            }
            index = find(name, length);
        }
        return 0;
    }

    /** Forgets all variables. */
    public static int clearenv() {
        if (own(0) < 0) {
            return -1;
        }
        count = 0;
        variables.storeInt(0, 0);
        return 0;
    }

    private static int find(Address name, int length) {
        for (int i = 0; i < count; i++) {
            Address text = variable(i);
            if (Strings.compare(text, name, length) == 0 && text.loadByte(length) == '=') {
                return i;
            }
        }
        return -1;
    }

    private static int put(Address text, int nameLength) {
        int index = find(text, nameLength);
        if (own(index < 0 ? count + 1 : count) < 0) {
            return -1;
        }
        if (index < 0) {
            index = count;
            count++;
            variables.storeInt(4 * count, 0);
        }
        variables.storeInt(4 * index, text.bits());
        return 0;
    }

    /** Makes the list one on the heap with room for {@code entries}; 0 or -1. */
    private static int own(int entries) {
        if (entries <= room) {
            return 0;
        }
        int more = entries + SPARE;
        Address list = Heap.malloc(4 * more + 4);
        if (list.isNull()) {
            return -1;
        }
        Memory.copy(list, variables, 4 * count + 4);
        if (room > 0) {
            Heap.free(variables);
        }
        variables = list;
        room = more;
        return 0;
    }
}
