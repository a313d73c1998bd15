package cleave.guestos.kernel.core;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.SystemNames;
import cleave.guestos.kernel.file.Bytes;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;

/**
 * What core files are called: {@code /proc/sys/kernel/core_pattern} and {@code core_uses_pid}
 * (core(5), "Naming of core dump files"). A pattern that would start a program is refused.
 */
public final class CoreName {
    /** Bytes of a pattern, with its zero. */
    public static final int PATTERN_SIZE = 128;

    private static final byte[] PATTERN = pattern();
    private static boolean withPid;
    private static Address to;
    private static int at;
    private static int room;

    private CoreName() {
    }

    private static byte[] pattern() {
        byte[] pattern = new byte[PATTERN_SIZE];
        String first = "core";
        for (int i = 0; i < first.length(); i++) {
            pattern[i] = (byte) first.charAt(i);
        }
        return pattern;
    }

    /** The pattern, a C string. */
    public static Address patternText() {
        return Address.of(PATTERN);
    }

    /** 0 or {@code -EINVAL}; what is too long is cut, as Linux does. */
    public static int setPattern(Address value, int length) {
        if (length > 0 && value.loadByte(0) == '|') {
            return -Errno.EINVAL;
        }
        int bytes = Math.min(length, PATTERN_SIZE - 1);
        Bytes.copy(Address.of(PATTERN), value, bytes);
        PATTERN[bytes] = 0;
        return 0;
    }

    public static boolean hasPid() {
        return withPid;
    }

    public static void setPid(boolean on) {
        withPid = on;
    }

    /** Writes the name for a process, a C string; false if there is none, or it is too long. */
    static boolean write(Process process, int signal, Address buffer, int bytes) {
        to = buffer;
        at = 0;
        room = bytes;
        boolean named = false;
        for (int i = 0; PATTERN[i] != 0; i++) {
            if (PATTERN[i] != '%') {
                put(PATTERN[i]);
            } else if (PATTERN[i + 1] != 0) {
                i++;
                named = named || PATTERN[i] == 'p';
                expand(process, signal, PATTERN[i]);
            }
        }
        if (at > 0 && withPid && !named) {
            put('.');
            number(process.pid);
        }
        boolean fits = at > 0 && at < room;
        put(0);
        return fits;
    }

    private static void expand(Process process, int signal, int letter) {
        switch (letter) {
            case '%' -> put('%');
            case 'p', 'P', 'i', 'I' -> number(process.pid);
            case 'u' -> number(process.credentials.uid);
            case 'g' -> number(process.credentials.gid);
            case 'd' -> number(1);
            case 's' -> number(signal);
            case 't' -> number((int) Clock.realSeconds());
            case 'c' -> number(process.limits.soft[Limits.CORE]);
            case 'h' -> text(Address.of(SystemNames.NAMES.node));
            case 'e', 'f' -> text(Address.of(process.name));
            default -> { }
        }
    }

    private static void put(int character) {
        if (at < room) {
            to.storeByte(at, character);
        }
        at++;
    }

    /** A name that comes from elsewhere leads to no other directory. */
    private static void text(Address text) {
        for (int i = 0; text.loadByte(i) != 0; i++) {
            put(text.loadByte(i) == '/' ? '!' : text.loadByte(i));
        }
    }

    private static void number(int value) {
        int divisor = 1;
        while (Integer.compareUnsigned(Integer.divideUnsigned(value, divisor), 10) >= 0) {
            divisor *= 10;
        }
        int rest = value;
        while (divisor != 0) {
            put('0' + Integer.divideUnsigned(rest, divisor));
            rest = Integer.remainderUnsigned(rest, divisor);
            divisor /= 10;
        }
    }
}
