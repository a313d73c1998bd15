package cleave.guestos.user.tools.common;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** Files of {@code /proc}: read whole, and lines of the form {@code Name: number} found. */
public final class ProcFile {
    private static final int SIZE = 4096;
    private static final byte[] BUFFER = new byte[SIZE];

    private ProcFile() {
    }

    /** The contents of a file; false, with errno, if it cannot be read. */
    public static boolean read(Address path, Text to) {
        to.clear();
        int file = Files.open(path, OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC);
        if (file < 0) {
            return false;
        }
        int bytes = Files.read(file, Address.of(BUFFER), SIZE);
        while (bytes > 0) {
            to.put(Address.of(BUFFER), bytes);
            bytes = Files.read(file, Address.of(BUFFER), SIZE);
        }
        Files.close(file);
        return bytes == 0;
    }

    public static boolean read(String path, Text to) {
        return read(Address.of(path), to);
    }

    /** The number behind the name that begins a line; -1 if there is no such line. */
    public static long value(Text text, String name) {
        Address at = text.address();
        while (at.loadByte(0) != 0) {
            if (Strings.startsWith(at, name)) {
                Address number = at.plus(name.length());
                while (number.loadByte(0) == ':' || Characters.isBlank(number.loadByte(0))) {
                    number = number.plus(1);
                }
                if (Characters.isDigit(number.loadByte(0))) {
                    return Numbers.parse(number, 10);
                }
            }
            at = at.plus(Strings.spanWithout(at, Address.of("\n")));
            at = at.loadByte(0) == 0 ? at : at.plus(1);
        }
        return -1;
    }
}
