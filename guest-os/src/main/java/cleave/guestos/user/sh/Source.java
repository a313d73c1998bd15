package cleave.guestos.user.sh;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Where the lexer's characters come from. Texts of aliases lie above what they were found in. */
final class Source extends Struct {
    static final int END = -1;

    /** A string, all of it there. */
    private static final int STRING = 0;
    /** A file that nobody else reads, in pieces. */
    private static final int FILE = 1;
    /** Standard input: commands may read what follows their line, so no more than a line. */
    private static final int SHARED = 2;
    /** A terminal, by the line editor. */
    private static final int TERMINAL = 3;

    private static final int PIECE = 1024;
    private static final int BYTE = 8;

    private int kind;
    private int descriptor;
    Address text;
    private int position;
    private int limit;
    /** Characters given back, the last one lowest. */
    private int returned;
    private int returnedCount;
    private boolean ended;
    private boolean lineBegins;
    /** The source below that of an alias. */
    Source below;
    Alias alias;

    private static Source make(int kind) {
        Source source = new Source();
        source.kind = kind;
        source.lineBegins = true;
        return source;
    }

    /** The text must stay where it is. */
    static Source ofString(Address text) {
        Source source = make(STRING);
        source.text = text;
        source.limit = Strings.length(text);
        return source;
    }

    /** The alias's words, on what they were read from. */
    static Source ofAlias(Alias alias, Source below) {
        Source source = ofString(Storage.copy(alias.value));
        source.alias = alias;
        source.below = below;
        source.lineBegins = false;
        alias.inUse = true;
        return source;
    }

    static Source ofFile(int descriptor) {
        Source source = make(FILE);
        source.descriptor = descriptor;
        source.text = Storage.take(PIECE);
        return source;
    }

    static Source ofStandardInput() {
        Source source = make(SHARED);
        source.text = Storage.take(PIECE);
        return source;
    }

    static Source ofTerminal() {
        return make(TERMINAL);
    }

    boolean isPrompting() {
        return kind == TERMINAL || kind == SHARED && Shell.interactive;
    }

    /** Gives everything back but a string that is not an alias's. */
    void close() {
        if (kind == FILE) {
            Files.close(descriptor);
        }
        if (alias != null) {
            alias.inUse = false;
        }
        if (kind == FILE || kind == SHARED || alias != null) {
            Heap.free(text);
        }
        Heap.free(this);
    }

    /** The next character, or END. */
    int next() {
        if (returnedCount > 0) {
            int character = returned & 0xff;
            returned = returned >>> BYTE;
            returnedCount--;
            return character;
        }
        if (position >= limit && (ended || !fill())) {
            ended = true;
            return END;
        }
        if (lineBegins && ShellOptions.isSet('v')) {
            echo();
        }
        int character = text.loadUnsignedByte(position);
        position++;
        lineBegins = character == '\n';
        return character;
    }

    /** Makes a character the next one. */
    void giveBack(int character) {
        returned = returned << BYTE | character;
        returnedCount++;
    }

    /** Forgets what is left of the line, and reads on behind an end. */
    void startAfresh() {
        returnedCount = 0;
        if (kind == TERMINAL || kind == SHARED) {
            position = limit;
            ended = false;
        }
    }

    /** Whether nothing but blanks and line feeds is left of a string. */
    boolean isUsedUp() {
        if (kind != STRING || returnedCount > 0) {
            return false;
        }
        for (int i = position; i < limit; i++) {
            int character = text.loadByte(i);
            if (character != '\n' && character != ' ' && character != '\t') {
                return false;
            }
        }
        return true;
    }

    private void echo() {
        int length = 0;
        while (position + length < limit && text.loadByte(position + length) != '\n') {
            length++;
        }
        Stdio.stderr().write(text.plus(position), length);
        Stdio.stderr().line();
        Stdio.stderr().flush();
    }

    private boolean fill() {
        position = 0;
        limit = 0;
        switch (kind) {
            case STRING:
                return alias != null && trailing();
            case FILE:
                limit = Math.max(0, read(PIECE));
                return limit > 0;
            case SHARED:
                if (Shell.interactive) {
                    Prompt.show();
                    Prompt.continuing = true;
                }
                return fillShared();
            default:
                text = LineEditor.read(Prompt.text());
                Prompt.continuing = true;
                if (text.isNull()) {
                    return false;
                }
                limit = Strings.length(text);
                return limit > 0;
        }
    }

    /** Behind an alias's text comes a space, and while that is read the alias is still in use. */
    private boolean trailing() {
        ended = true;
        text.storeByte(0, ' ');
        limit = 1;
        return true;
    }

    private boolean fillShared() {
        if (Files.lseek(0, 0, OpenFlags.SEEK_CUR) >= 0) {
            int bytes = read(PIECE);
            for (int i = 0; i < bytes; i++) {
                limit = i + 1;
                if (text.loadByte(i) == '\n') {
                    break;
                }
            }
            if (limit < bytes) {
                Files.lseek(0, limit - bytes, OpenFlags.SEEK_CUR);
            }
            return limit > 0;
        }
        while (limit < PIECE) {
            Address at = text.plus(limit);
            int bytes = Alert.read(Traps.INTERRUPT, 0, at, 1);
            if (bytes <= 0) {
                break;
            }
            limit++;
            if (at.loadByte(0) == '\n') {
                break;
            }
        }
        return limit > 0;
    }

    private int read(int size) {
        int bytes = Alert.read(Traps.INTERRUPT, descriptor, text, size);
        if (bytes == -Errno.EINTR) {
            return 0;
        }
        if (Errors.are(bytes)) {
            Errors.errno = -bytes;
            Messages.begin().put(Errors.strerror(-bytes)).line();
        }
        return bytes;
    }
}
