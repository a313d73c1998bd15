package cleave.guestos.user.tools;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.Text;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * The lines of a file, and which of them are not in another: by E. W. Myers, "An O(ND) difference
 * algorithm and its variations" (1986), the greedy one. Where two files differ in so much that its
 * tables would be large, what lies between their common beginning and end counts as different.
 */
final class DiffLines extends Struct {
    static boolean anySpaces;
    static boolean anyCase;

    /** At most so many lines are looked for: the tables have the square of it in words. */
    private static final int DIFFERENCES_MAX = 1500;

    /** Where {@link #next} is. */
    private static int place;

    private Text text;
    private Words starts;
    private Words hashes;
    /** A byte each: whether the line is not in the other file. */
    private Address changed;
    boolean binary;
    /** Whether the last line has its line feed. */
    boolean ended;

    /** Reads a file; null, with errno, if it cannot be read. */
    static DiffLines read(Address path) {
        boolean standard = Strings.equal(path, "-");
        Stream in = standard ? Stdio.stdin() : Stdio.fopen(path, "re");
        if (in == null) {
            return null;
        }
        DiffLines lines = new DiffLines();
        lines.text = new Text();
        lines.starts = new Words();
        lines.hashes = new Words();
        lines.ended = true;
        boolean fresh = true;
        for (int value = in.get(); value >= 0; value = in.get()) {
            if (fresh) {
                lines.starts.add(lines.text.length());
            }
            lines.text.put(value);
            lines.binary |= value == 0;
            fresh = value == '\n';
        }
        lines.ended = fresh;
        boolean failed = in.failed();
        if (!standard) {
            Stdio.fclose(in);
        }
        for (int i = 0; i < lines.count(); i++) {
            lines.hashes.add(lines.hash(i));
        }
        lines.changed = Heap.calloc(1, lines.count() + 1);
        return failed ? null : lines;
    }

    void release() {
        Heap.free(text.address());
        starts.release(false);
        hashes.release(false);
        Heap.free(changed);
    }

    int count() {
        return starts.count();
    }

    Address line(int index) {
        return text.address().plus(starts.get(index));
    }

    /** The length of a line, its line feed included. */
    int length(int index) {
        return (index + 1 < count() ? starts.get(index + 1) : text.length()) - starts.get(index);
    }

    boolean isChanged(int index) {
        return changed.loadByte(index) != 0;
    }

    static boolean sameBytes(DiffLines a, DiffLines b) {
        return a.text.length() == b.text.length() && Memory.compare(a.text.address(),
                b.text.address(), a.text.length()) == 0;
    }

    // ---- equality ----

    /** The next character of a line as it counts, from a place that moves on; -1 at the end. */
    private int next(int index) {
        int end = starts.get(index) + length(index);
        if (place >= end) {
            return -1;
        }
        int value = text.byteAt(place);
        place++;
        if (anySpaces && Characters.isSpace(value)) {
            while (place < end && Characters.isSpace(text.byteAt(place))) {
                place++;
            }
            return place == end ? -1 : ' ';
        }
        return anyCase ? Characters.toLower(value) : value;
    }

    private int hash(int index) {
        int hash = 0;
        place = starts.get(index);
        for (int value = next(index); value >= 0; value = next(index)) {
            hash = hash * 31 + value;
        }
        return hash;
    }

    private static boolean equal(DiffLines a, int i, DiffLines b, int j) {
        if (a.hashes.get(i) != b.hashes.get(j)) {
            return false;
        }
        int one = a.starts.get(i);
        int other = b.starts.get(j);
        while (true) {
            place = one;
            int left = a.next(i);
            one = place;
            place = other;
            int right = b.next(j);
            other = place;
            if (left != right) {
                return false;
            }
            if (left < 0) {
                return true;
            }
        }
    }

    // ---- differences ----

    /** Marks the lines that differ in both; whether there are any. */
    static boolean compare(DiffLines a, DiffLines b) {
        int first = 0;
        int aEnd = a.count();
        int bEnd = b.count();
        while (first < aEnd && first < bEnd && equal(a, first, b, first)) {
            first++;
        }
        while (aEnd > first && bEnd > first && equal(a, aEnd - 1, b, bEnd - 1)) {
            aEnd--;
            bEnd--;
        }
        if (first == aEnd && first == bEnd) {
            return false;
        }
        if (!search(a, first, aEnd, b, first, bEnd)) {
            Memory.fill(a.changed.plus(first), 1, aEnd - first);
            Memory.fill(b.changed.plus(first), 1, bEnd - first);
        }
        return true;
    }

    /** How far the greedy paths of d differences come, for each diagonal; one row for each d. */
    private static boolean search(DiffLines a, int aStart, int aEnd, DiffLines b, int bStart,
            int bEnd) {
        int n = aEnd - aStart;
        int m = bEnd - bStart;
        int most = Math.min(n + m, DIFFERENCES_MAX);
        Words rows = new Words();
        Address previous = Address.of(0);
        for (int d = 0; d <= most; d++) {
            Address row = Heap.malloc(4 * (2 * d + 1));
            if (row.isNull()) {
                rows.release(true);
                return false;
            }
            rows.add(row);
            for (int k = -d; k <= d; k += 2) {
                int x = d == 0 ? 0 : start(previous, d, k);
                int y = x - k;
                while (x < n && y >= 0 && y < m && equal(a, aStart + x, b, bStart + y)) {
                    x++;
                    y++;
                }
                row.storeInt(4 * (k + d), x);
                if (x >= n && y >= m) {
                    mark(rows, d, a, aStart, b, bStart, n, m);
                    rows.release(true);
                    return true;
                }
            }
            previous = row;
        }
        rows.release(true);
        return false;
    }

    /** Whether the path to a diagonal comes from above, by a line that is only in b. */
    private static boolean isInsertion(Address previous, int d, int k) {
        return k == -d || k != d && reach(previous, d - 1, k - 1) < reach(previous, d - 1, k + 1);
    }

    private static int reach(Address row, int d, int k) {
        return row.loadInt(4 * (k + d));
    }

    private static int start(Address previous, int d, int k) {
        return isInsertion(previous, d, k) ? reach(previous, d - 1, k + 1)
                : reach(previous, d - 1, k - 1) + 1;
    }

    private static void mark(Words rows, int differences, DiffLines a, int aStart, DiffLines b,
            int bStart, int n, int m) {
        int k = n - m;
        for (int d = differences; d > 0; d--) {
            Address previous = rows.address(d - 1);
            if (isInsertion(previous, d, k)) {
                int x = reach(previous, d - 1, k + 1);
                b.changed.storeByte(bStart + x - (k + 1), 1);
                k++;
            } else {
                int x = reach(previous, d - 1, k - 1);
                a.changed.storeByte(aStart + x, 1);
                k--;
            }
        }
    }
}
