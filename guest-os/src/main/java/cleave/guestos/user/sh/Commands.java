package cleave.guestos.user.sh;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Where programs are, remembered until {@code PATH} changes; {@code hash} shows it. */
final class Commands {
    private static final int BUCKETS = 32;
    private static final Known[] TABLE = new Known[BUCKETS];
    private static final Statx PROBE = new Statx();

    /** A name and where it was found. */
    private static final class Known extends Struct {
        Address name;
        Address path;
        Known next;
    }

    private Commands() {
    }

    static void forget() {
        for (int i = 0; i < BUCKETS; i++) {
            while (TABLE[i] != null) {
                Known known = TABLE[i];
                TABLE[i] = known.next;
                Heap.free(known.name);
                Heap.free(known.path);
                Heap.free(known);
            }
        }
    }

    private static int bucket(Address name) {
        int hash = 0;
        for (int i = 0; name.loadByte(i) != 0; i++) {
            hash = hash * 31 + name.loadUnsignedByte(i);
        }
        return hash & BUCKETS - 1;
    }

    /** The path of a program; null for names with a slash, and where there is none. */
    static Address find(Address name) {
        if (!Strings.find(name, '/').isNull() || Strings.isEmpty(name)) {
            return Address.of(0);
        }
        int bucket = bucket(name);
        Known before = null;
        for (Known known = TABLE[bucket]; known != null; known = known.next) {
            if (Strings.equal(known.name, name)) {
                if (isProgram(known.path)) {
                    return known.path;
                }
                drop(bucket, before, known);
                break;
            }
            before = known;
        }
        Address path = search(name, Variables.value("PATH"));
        if (path.isNull()) {
            return path;
        }
        Known known = new Known();
        known.name = Storage.copy(name);
        known.path = Storage.copy(path);
        known.next = TABLE[bucket];
        TABLE[bucket] = known;
        return known.path;
    }

    private static void drop(int bucket, Known before, Known known) {
        if (before == null) {
            TABLE[bucket] = known.next;
        } else {
            before.next = known.next;
        }
        Heap.free(known.name);
        Heap.free(known.path);
        Heap.free(known);
    }

    /** The first program of that name in a list of directories, in the scratch arena, or null. */
    static Address search(Address name, Address list) {
        PathSearch search = PathSearch.begin(list);
        Address path = search.next(name);
        while (!path.isNull() && !isProgram(path)) {
            path = search.next(name);
        }
        Address copy = path.isNull() ? path : Arena.SCRATCH.copy(path);
        search.end();
        return copy;
    }

    static boolean isProgram(Address path) {
        return Files.stat(path, PROBE) == 0 && Files.isRegular(PROBE)
                && Files.access(path, FileMode.X_OK) == 0;
    }

    static void list() {
        for (Known first : TABLE) {
            for (Known known = first; known != null; known = known.next) {
                Stdio.stdout().put(known.path).line();
            }
        }
    }
}
