package cleave.guestos.libc;

import cleave.guestos.abi.DirectoryEntry;
import cleave.guestos.abi.Statx;
import cleave.magic.Address;

/**
 * {@code glob}: the paths that a pattern describes, in the order of their bytes. A component of the
 * pattern after the other is taken in all directories that the ones before it have found.
 */
public final class Glob {
    private static final int PATH_MAX = 4096;
    private static final Statx PROBE = new Statx();
    private static WordList found;
    private static WordList before;

    private Glob() {
    }

    /** Adds the paths to a list, each on the heap; how many there are, or -1 without memory. */
    public static int glob(Address pattern, WordList to) {
        if (found == null) {
            found = new WordList();
            before = new WordList();
        }
        found.clear();
        if (found.add(Strings.duplicate(Address.of(""))) < 0) {
            return -1;
        }
        Address at = pattern;
        while (at.loadByte(0) != 0 && found.count > 0) {
            int length = Strings.spanWithout(at, Address.of("/"));
            int slashes = Strings.span(at.plus(length), Address.of("/"));
            Address component = Strings.duplicate(at, length);
            if (component.isNull()) {
                return -1;
            }
            WordList swapped = before;
            before = found;
            found = swapped;
            found.clear();
            for (int i = 0; i < before.count; i++) {
                if (take(before.get(i), component, slashes) < 0) {
                    return -1;
                }
            }
            before.freeAll();
            Heap.free(component);
            at = at.plus(length + slashes);
        }
        return give(to);
    }

    private static int give(WordList to) {
        Sort.pointers(found.first, found.count, Sort::byBytes, 0);
        for (int i = 0; i < found.count; i++) {
            if (to.add(found.get(i)) < 0) {
                return -1;
            }
        }
        return found.count;
    }

    /** Adds what a component is in one directory. */
    private static int take(Address directory, Address component, int slashes) {
        if (Match.isPattern(component)) {
            return search(directory, component, slashes);
        }
        Address plain = unescaped(component);
        int result = plain.isNull() ? -1 : addIfThere(directory, plain, slashes);
        Heap.free(plain);
        return result;
    }

    private static Address unescaped(Address component) {
        Address copy = Strings.duplicate(component);
        if (!copy.isNull()) {
            int to = 0;
            for (int i = 0; copy.loadByte(i) != 0; i++) {
                if (copy.loadByte(i) == '\\' && copy.loadByte(i + 1) != 0) {
                    i++;
                }
                copy.storeByte(to, copy.loadByte(i));
                to++;
            }
            copy.storeByte(to, 0);
        }
        return copy;
    }

    private static int search(Address directory, Address component, int slashes) {
        Directories.Directory open = Directories.opendir(Strings.isEmpty(directory)
                ? Address.of(".") : directory);
        if (open == null) {
            return 0;
        }
        int result = 0;
        for (DirectoryEntry entry = Directories.readdir(open); entry != null && result >= 0;
                entry = Directories.readdir(open)) {
            if (Match.fnmatch(component, Directories.name(entry), Match.PERIOD)) {
                result = addIfThere(directory, Directories.name(entry), slashes);
            }
        }
        Directories.closedir(open);
        return result;
    }

    /** Adds {@code directory + name}, with the slashes that follow, if there is such a file. */
    private static int addIfThere(Address directory, Address name, int slashes) {
        if (Strings.length(directory) + Strings.length(name) + 2 > PATH_MAX) {
            return 0;
        }
        Address path = Strings.join(directory, name);
        if (path.isNull()) {
            return -1;
        }
        if (!Strings.isEmpty(name)) {
            int there = slashes > 0 ? Files.stat(path, PROBE) : Files.lstat(path, PROBE);
            if (there < 0 || slashes > 0 && !Files.isDirectory(PROBE)) {
                Heap.free(path);
                return 0;
            }
        }
        for (int i = 0; i < slashes && !path.isNull(); i++) {
            Address longer = Strings.join(path, Address.of("/"));
            Heap.free(path);
            path = longer;
        }
        return path.isNull() ? -1 : found.add(path);
    }
}
