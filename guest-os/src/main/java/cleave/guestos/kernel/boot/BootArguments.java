package cleave.guestos.kernel.boot;

import cleave.magic.Address;

/** Words of the kernel's command line: {@code quiet root=/dev/vda init=/bin/sh}. */
public final class BootArguments {
    private static final int VALUE_MAX = 255;
    private static final byte[] VALUE = new byte[VALUE_MAX + 1];

    private BootArguments() {
    }

    /**
     * What stands behind {@code name=}, the last time if there are several: a C string that is
     * there until the next call; the null address if the word is not there or too long.
     */
    public static Address value(String name) {
        Address found = Address.of(0);
        Address at = Hardware.MACHINE.arguments;
        while (at.loadByte(0) != 0) {
            Address behind = matched(at, name);
            if (!behind.isNull() && behind.loadByte(0) == '=') {
                found = behind.plus(1);
            }
            at = next(at);
        }
        return found.isNull() || !copy(found) ? Address.of(0) : Address.of(VALUE);
    }

    /** Whether the word stands there by itself. */
    public static boolean has(String name) {
        Address at = Hardware.MACHINE.arguments;
        while (at.loadByte(0) != 0) {
            Address behind = matched(at, name);
            if (!behind.isNull() && isEnd(behind.loadByte(0))) {
                return true;
            }
            at = next(at);
        }
        return false;
    }

    private static Address matched(Address at, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (at.loadByte(i) != name.charAt(i)) {
                return Address.of(0);
            }
        }
        return at.plus(name.length());
    }

    private static boolean isEnd(int character) {
        return character == 0 || character == ' ';
    }

    private static Address next(Address word) {
        Address at = word;
        while (!isEnd(at.loadByte(0))) {
            at = at.plus(1);
        }
        while (at.loadByte(0) == ' ') {
            at = at.plus(1);
        }
        return at;
    }

    private static boolean copy(Address from) {
        int length = 0;
        while (!isEnd(from.loadByte(length))) {
            if (length == VALUE_MAX) {
                return false;
            }
            VALUE[length] = (byte) from.loadByte(length);
            length++;
        }
        VALUE[length] = 0;
        return true;
    }
}
