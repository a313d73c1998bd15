package cleave.guestos.user.tools.common;

import cleave.guestos.libc.Line;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Struct;

/** The lines of {@code /proc/mounts} and {@code /etc/fstab} (fstab(5)). */
public final class Mounts {
    /** A line. */
    public static final class Entry extends Struct {
        public Address source;
        public Address target;
        public Address type;
        public Address options;
    }

    private Mounts() {
    }

    /** Adds the entries of a file; false, with errno, if it cannot be read. */
    public static boolean read(String file, Words to) {
        Stream in = Stdio.fopen(file, "re");
        if (in == null) {
            return false;
        }
        Line line = new Line();
        while (Stdio.getline(line, in) >= 0) {
            Entry entry = new Entry();
            entry.source = next(line.text);
            if (!entry.source.isNull() && entry.source.loadByte(0) != '#') {
                entry.target = next(Address.of(0));
                entry.type = next(Address.of(0));
                entry.options = next(Address.of(0));
                if (!entry.type.isNull()) {
                    if (entry.options.isNull()) {
                        entry.options = Address.of("defaults");
                    }
                    to.add(Address.of(entry));
                }
            }
        }
        line.release();
        Stdio.fclose(in);
        return true;
    }

    /** A copy of the next word, with {@code \040} and its like as what they stand for. */
    private static Address next(Address line) {
        Address word = Strings.token(line, " \t\n");
        if (word.isNull()) {
            return word;
        }
        Address copy = Strings.duplicate(word);
        int to = 0;
        for (int from = 0; copy.loadByte(from) != 0; from++) {
            int character = copy.loadUnsignedByte(from);
            if (character == '\\' && isOctal(copy, from)) {
                character = (copy.loadByte(from + 1) - '0') * 64
                        + (copy.loadByte(from + 2) - '0') * 8 + copy.loadByte(from + 3) - '0';
                from += 3;
            }
            copy.storeByte(to, character);
            to++;
        }
        copy.storeByte(to, 0);
        return copy;
    }

    private static boolean isOctal(Address text, int from) {
        for (int i = 1; i <= 3; i++) {
            if (text.loadByte(from + i) < '0' || text.loadByte(from + i) > '7') {
                return false;
            }
        }
        return true;
    }

    public static Entry entry(Words entries, int index) {
        return Struct.at(entries.address(index), Entry.class);
    }

    /** The last entry with that source or target; null if there is none. */
    public static Entry find(Words entries, Address name) {
        for (int i = entries.count() - 1; i >= 0; i--) {
            Entry entry = entry(entries, i);
            if (Strings.equal(entry.target, name) || Strings.equal(entry.source, name)) {
                return entry;
            }
        }
        return null;
    }

    /** Whether an option is in a list with commas. */
    public static boolean hasOption(Address options, String option) {
        Address at = options;
        while (true) {
            int length = Strings.spanWithout(at, Address.of(","));
            if (length == option.length() && Strings.startsWith(at, option)) {
                return true;
            }
            if (at.loadByte(length) == 0) {
                return false;
            }
            at = at.plus(length + 1);
        }
    }
}
