package cleave.guestos.user.sh;

import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * What a word expands to, built character by character. As {@link #FIELDS}, what comes from
 * expansions and is not quoted is split at {@code IFS} (Shell Command Language, 2.6.5), and each
 * field may become paths. Fields and patterns have a backslash before characters that are quoted
 * and would be special.
 */
final class Output extends Struct {
    static final int FIELDS = 0;
    /** One string, not split. */
    static final int SINGLE = 1;
    /** A pattern for {@code case} and the like. */
    static final int PATTERN = 2;

    /** What was seen of a separator: nothing, white space, or a character that separates. */
    private static final int NOTHING = 0;
    private static final int WHITE = 1;
    private static final int MARK = 2;

    private static final Address SPECIAL = Address.of("*?[]\\!-^");
    private static final Address DEFAULT_SEPARATORS = Address.of(" \t\n");

    final int mode() {
        return mode;
    }

    private int mode;
    private Text text;
    /** Whether there is a field, even if it is empty. */
    private boolean started;
    private boolean pattern;
    private int separator;
    private Address separators;
    Field first;
    private Field last;
    int count;

    /** One of the fields. */
    static final class Field extends Struct {
        Address text;
        Field next;
    }

    static Output of(int mode) {
        Output output = Struct.at(Arena.SCRATCH.take(Struct.sizeOf(Output.class)), Output.class);
        output.mode = mode;
        output.text = new Text();
        Address ifs = Variables.value("IFS");
        output.separators = Arena.SCRATCH.copy(ifs.isNull() ? DEFAULT_SEPARATORS : ifs);
        return output;
    }

    // ---- putting in ----

    /** There is a field here, though nothing may be in it. */
    void start() {
        started = true;
        separator = NOTHING;
    }

    /** A character of the word itself, or one that is quoted. */
    void put(int character, boolean quoted) {
        start();
        if (mode != SINGLE) {
            if (quoted) {
                if (isSpecial(character)) {
                    text.add('\\');
                }
            } else if (character == '*' || character == '?' || character == '[') {
                pattern = true;
            }
        }
        text.add(character);
    }

    /** A character that an expansion has given and that is not quoted. */
    void putExpanded(int character) {
        if (mode == FIELDS && !Strings.find(separators, character).isNull()) {
            separate(character);
        } else if (character == '\\' && mode == FIELDS) {
            put(character, true);
        } else {
            put(character, false);
        }
    }

    void putAll(Address string, boolean quoted) {
        for (int i = 0; string.loadByte(i) != 0; i++) {
            if (quoted) {
                put(string.loadUnsignedByte(i), true);
            } else {
                putExpanded(string.loadUnsignedByte(i));
            }
        }
    }

    private static boolean isSpecial(int character) {
        return !Strings.find(SPECIAL, character).isNull();
    }

    private void separate(int character) {
        if (character == ' ' || character == '\t' || character == '\n') {
            if (separator == NOTHING && started) {
                finishField();
                separator = WHITE;
            }
        } else {
            if (separator != WHITE) {
                started = true;
                finishField();
            }
            separator = MARK;
        }
    }

    /** Between the parameters of {@code $@}. */
    void breakField() {
        if (mode == FIELDS) {
            if (started) {
                finishField();
            }
            separator = NOTHING;
        } else {
            put(' ', true);
        }
    }

    /** Between the parameters of {@code "$*"}. */
    void join() {
        if (separators.loadByte(0) != 0) {
            put(separators.loadUnsignedByte(0), true);
        }
    }

    // ---- taking out ----

    /** Ends a word; the next one's fields follow. */
    void finishWord() {
        if (started) {
            finishField();
        }
        separator = NOTHING;
    }

    private void finishField() {
        Paths.add(this, text.text(), pattern);
        text.clear();
        started = false;
        pattern = false;
    }

    /** Adds a field, which must stay where it is. */
    void add(Address string) {
        Field field = Struct.at(Arena.SCRATCH.take(Struct.sizeOf(Field.class)), Field.class);
        field.text = string;
        if (last == null) {
            first = field;
        } else {
            last.next = field;
        }
        last = field;
        count++;
    }

    /** The string or pattern, in the scratch arena. */
    Address take() {
        Address copy = Arena.SCRATCH.copy(text.text(), text.length);
        text.free();
        return copy;
    }

    /** Gives back what is not in the arena. */
    void close() {
        text.free();
    }

    /** The fields as exec wants them. */
    Address vector() {
        Address vector = Arena.SCRATCH.take(4 * count + 4);
        int index = 0;
        for (Field field = first; field != null; field = field.next) {
            vector.storeInt(4 * index, field.text.bits());
            index++;
        }
        return vector;
    }
}
