package cleave.guestos.kernel.exec;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.file.Bytes;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * The words that scripts put before a program's arguments: for {@code #!interpreter argument}, the
 * interpreter, the argument if there is one, and the path of the script; nested ones in turn.
 */
final class Script extends Struct {
    /** Bytes of a file that are looked at. */
    static final int LINE_MAX = 256;
    private static final int DEPTH_MAX = 5;
    private static final int WORDS_MAX = 2 * DEPTH_MAX + 1;

    /** From the last to the first. */
    @Inline(WORDS_MAX)
    private Address[] words;
    int count;
    private int depth;
    private int used;
    @Inline(DEPTH_MAX * LINE_MAX)
    private byte[] text;

    static boolean is(Address head, int bytes) {
        return bytes > 2 && head.loadByte(0) == '#' && head.loadByte(1) == '!';
    }

    /** The word at a place, from the first one on. */
    Address word(int index) {
        return words[count - 1 - index];
    }

    /**
     * Reads the first line of a script.
     *
     * @param path that of the script, needed only for the first one
     * @return 0, {@code -ELOOP} or {@code -ENOEXEC}
     */
    int read(Address head, int bytes, Address path) {
        if (depth == DEPTH_MAX) {
            return -Errno.ELOOP;
        }
        int end = 2;
        while (end < bytes && head.loadByte(end) != '\n' && head.loadByte(end) != 0) {
            end++;
        }
        // Of a line that is cut the last byte does not count, as if it were the end of a string.
        boolean cut = end == LINE_MAX;
        if (cut) {
            end--;
        }
        int from = skipBlanks(head, 2, end);
        int to = from;
        while (to < end && !isBlank(head.loadByte(to))) {
            to++;
        }
        // A name that may have been cut is none.
        if (from == to || cut && to == end) {
            return -Errno.ENOEXEC;
        }
        depth++;
        if (count == 0) {
            push(path);
        }
        int argument = skipBlanks(head, to, end);
        int last = end;
        while (last > argument && isBlank(head.loadByte(last - 1))) {
            last--;
        }
        if (argument < last) {
            push(keep(head.plus(argument), last - argument));
        }
        push(keep(head.plus(from), to - from));
        return 0;
    }

    private static boolean isBlank(int character) {
        return character == ' ' || character == '\t';
    }

    private static int skipBlanks(Address head, int from, int end) {
        int at = from;
        while (at < end && isBlank(head.loadByte(at))) {
            at++;
        }
        return at;
    }

    private void push(Address word) {
        words[count] = word;
        count++;
    }

    private Address keep(Address from, int length) {
        Address to = Struct.addressOf(this, "text").plus(used);
        Bytes.copy(to, from, length);
        to.storeByte(length, 0);
        used += length + 1;
        return to;
    }
}
