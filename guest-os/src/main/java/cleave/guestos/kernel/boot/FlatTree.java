package cleave.guestos.kernel.boot;

import cleave.magic.Address;
import cleave.magic.Panic;
import cleave.magic.Struct;

/**
 * A cursor over a flattened device tree (Devicetree Specification 0.4, chapter 5), versions 16 and
 * 17. It believes nothing: every offset and length is compared with the size of its block, and a
 * tree that is damaged ends the boot with a panic that says what is wrong.
 */
final class FlatTree extends Struct {
    static final int BEGIN_NODE = 1;
    static final int END_NODE = 2;
    static final int PROPERTY = 3;
    private static final int NOTHING = 4;
    static final int END = 9;

    private static final int MAGIC = 0xd00d_feed;
    private static final int HEADER_BYTES = 40;
    private static final int VERSION = 17;
    private static final int VERSION_WITH_STRUCTURE_SIZE = 17;
    private static final int OLDEST_COMPATIBLE = 16;
    private static final int TREE_BYTES_MAX = 1 << 21;

    private static final int TOTAL_SIZE_AT = 4;
    private static final int STRUCTURE_AT = 8;
    private static final int STRINGS_AT = 12;
    private static final int RESERVATIONS_AT = 16;
    private static final int VERSION_AT = 20;
    private static final int COMPATIBLE_VERSION_AT = 24;
    private static final int STRINGS_SIZE_AT = 32;
    private static final int STRUCTURE_SIZE_AT = 36;

    private Address blob;
    private int bytes;
    private int strings;
    private int stringsEnd;
    private int structureEnd;
    private int reservations;
    private int at;

    /** Of a node or property: its name, which ends with a zero byte. */
    Address name;
    /** Of a property: what it says. */
    Address value;
    /** Of a property: bytes of {@link #value}. */
    int length;

    static int bigEndian(Address word) {
        return Integer.reverseBytes(word.loadInt(0));
    }

    private int header(int offset) {
        return bigEndian(blob.plus(offset));
    }

    /** Begins at the tree's start; {@code tree} is where its header is, aligned to 8 bytes. */
    void open(Address tree) {
        blob = tree;
        if ((tree.bits() & 7) != 0) {
            Panic.stop("device tree: its address in a1 is not a multiple of 8");
        }
        if (header(0) != MAGIC) {
            Panic.stop("device tree: there is none where a1 says (no d00dfeed)");
        }
        bytes = header(TOTAL_SIZE_AT);
        if (bytes < HEADER_BYTES || bytes > TREE_BYTES_MAX) {
            Panic.stop("device tree: its size is below 40 bytes or above 2 MiB");
        }
        if (header(COMPATIBLE_VERSION_AT) > VERSION || header(VERSION_AT) < OLDEST_COMPATIBLE) {
            Panic.stop("device tree: its version is none of 16 and 17");
        }
        at = header(STRUCTURE_AT);
        structureEnd = header(VERSION_AT) >= VERSION_WITH_STRUCTURE_SIZE
                ? at + header(STRUCTURE_SIZE_AT) : bytes;
        strings = header(STRINGS_AT);
        stringsEnd = strings + header(STRINGS_SIZE_AT);
        reservations = header(RESERVATIONS_AT);
        if (!isInside(at, structureEnd) || !isInside(strings, stringsEnd)
                || !isInside(reservations, bytes) || (at & 3) != 0 || (reservations & 7) != 0) {
            Panic.stop("device tree: a block does not lie inside it");
        }
    }

    private boolean isInside(int start, int end) {
        return start >= HEADER_BYTES && start <= end && end <= bytes;
    }

    /** Bytes of the whole tree. */
    int bytes() {
        return bytes;
    }

    /**
     * The address of a pair of 64-bit numbers, start and size, in the block of reserved memory;
     * null behind the last.
     */
    Address reservation(int index) {
        int offset = reservations + 16 * index;
        if (offset > bytes - 16) {
            Panic.stop("device tree: the list of reserved memory does not end");
        }
        Address entry = blob.plus(offset);
        boolean last = (entry.loadInt(0) | entry.loadInt(4) | entry.loadInt(8)
                | entry.loadInt(12)) == 0;
        return last ? Address.of(0) : entry;
    }

    private int word() {
        if (at > structureEnd - 4) {
            Panic.stop("device tree: the structure block ends inside a node");
        }
        int word = bigEndian(blob.plus(at));
        at += 4;
        return word;
    }

    /** Goes to the next token but NOPs, says which, and fills the fields that it has. */
    int next() {
        int token = word();
        while (token == NOTHING) {
            token = word();
        }
        if (token == BEGIN_NODE) {
            name = blob.plus(at);
            at = afterText(at, structureEnd) + 3 & -4;
        } else if (token == PROPERTY) {
            property();
        } else if (token != END_NODE && token != END) {
            Panic.stop("device tree: a token of the structure block is unknown");
        }
        return token;
    }

    private void property() {
        length = word();
        int nameOffset = word();
        if (length < 0 || length > structureEnd - at) {
            Panic.stop("device tree: a property ends behind the structure block");
        }
        value = blob.plus(at);
        at = at + length + 3 & -4;
        if (nameOffset < 0 || nameOffset >= stringsEnd - strings) {
            Panic.stop("device tree: the name of a property lies behind the strings");
        }
        name = blob.plus(strings + nameOffset);
        afterText(strings + nameOffset, stringsEnd);
    }

    private int afterText(int start, int end) {
        int offset = start;
        while (offset < end && blob.loadByte(offset) != 0) {
            offset++;
        }
        if (offset >= end) {
            Panic.stop("device tree: a name does not end");
        }
        return offset + 1;
    }

    /** Whether the name is this. */
    boolean is(String text) {
        return same(name, text, false);
    }

    /** Whether the zero-terminated text at {@code actual} is {@code text}, or begins so. */
    static boolean same(Address actual, String text, boolean beginning) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (actual.loadByte(i) != text.charAt(i)) {
                return false;
            }
        }
        return beginning || actual.loadByte(length) == 0;
    }

    /** Whether one of the texts in a list, each ended by a zero byte, is {@code text}. */
    static boolean listHas(Address list, int length, String text) {
        int wanted = text.length();
        int start = 0;
        while (start + wanted < length) {
            if (same(list.plus(start), text, false)) {
                return true;
            }
            while (start < length && list.loadByte(start) != 0) {
                start++;
            }
            start++;
        }
        return false;
    }
}
