package cleave.guestos.user.usertests;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** What is in a small file, read whole. */
final class TextFile extends Struct {
    private static final int SIZE = 8192;

    /** How many there are; a zero is behind them. */
    int bytes;
    @Inline(SIZE)
    private byte[] text;

    Address text() {
        return Struct.addressOf(this, "text");
    }

    /** A file that cannot be read has nothing, which fails the row. */
    void read(String path) {
        read(Address.of(path));
    }

    void read(Address path) {
        int file = Files.open(path, OpenFlags.O_RDONLY);
        Check.that(file >= 0, "a file that is to be read");
        take(file);
        Files.close(file);
    }

    /** All that comes from an open file until its end. */
    void take(int file) {
        bytes = 0;
        int part = Files.read(file, text(), SIZE - 1);
        while (part > 0) {
            bytes += part;
            part = Files.read(file, text().plus(bytes), SIZE - 1 - bytes);
        }
        text().storeByte(bytes, 0);
    }

    boolean equal(TextFile other) {
        return bytes == other.bytes && Memory.compare(text(), other.text(), bytes) == 0;
    }

    boolean has(String part) {
        return !Strings.find(text(), Address.of(part)).isNull();
    }

    /** The number behind the first place of a text; -1 if there is none. */
    int number(String name) {
        Address place = Strings.find(text(), Address.of(name));
        return place.isNull() ? -1 : Numbers.toInt(place.plus(name.length()));
    }
}
