package cleave.guestos.user.sh;

import cleave.guestos.abi.DirectoryEntry;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Directories;
import cleave.guestos.libc.FileCalls;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Sort;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.WordList;
import cleave.magic.Address;

/** Tab: the rest of a command's or a file's name, or what there is to choose from. */
final class Completion {
    private static final String SEPARATORS = " \t|&;()<>";
    private static final String SPECIAL = " \t|&;()<>\\'\"$`*?[#~!";
    private static final WordList FOUND = new WordList();
    private static final Statx FILE = new Statx();

    private Completion() {
    }

    static void complete() {
        int start = start();
        Address mark = Arena.SCRATCH.mark();
        Address word = Arena.SCRATCH.copy(EditLine.TEXT.text().plus(start),
                EditLine.cursor - start);
        Paths.removeBackslashes(word);
        Address slash = Strings.findLast(word, '/');
        Address prefix = slash.isNull() ? word : slash.plus(1);
        if (slash.isNull() && isCommand(start)) {
            commands(word);
        } else {
            files(Arena.SCRATCH.copy(word, prefix.minus(word)), prefix, false);
        }
        offer(prefix);
        FOUND.freeAll();
        Arena.SCRATCH.release(mark);
    }

    private static boolean isOneOf(int character, String set) {
        return !Strings.find(Address.of(set), character).isNull() && character != 0;
    }

    /** Where the word before the cursor begins. */
    private static int start() {
        int at = EditLine.cursor;
        while (at > 0 && (!isOneOf(EditLine.TEXT.at(at - 1), SEPARATORS)
                || at > 1 && EditLine.TEXT.at(at - 2) == '\\')) {
            at--;
        }
        return at;
    }

    /** Whether a command may begin there. */
    private static boolean isCommand(int start) {
        int at = start;
        while (at > 0 && EditLine.TEXT.at(at - 1) == ' ') {
            at--;
        }
        if (at == 0 || isOneOf(EditLine.TEXT.at(at - 1), "|&;(")) {
            return true;
        }
        int from = EditLine.wordBefore(at);
        int reserved = Token.reserved(Arena.SCRATCH.copy(EditLine.TEXT.bytes.plus(from),
                at - from));
        return reserved == Token.IF || reserved == Token.THEN || reserved == Token.ELSE
                || reserved == Token.ELIF || reserved == Token.DO || reserved == Token.WHILE
                || reserved == Token.UNTIL || reserved == Token.NOT
                || reserved == Token.LEFT_BRACE;
    }

    // ---- candidates ----

    private static void add(Address name, Address prefix) {
        if (Strings.startsWith(name, prefix)) {
            Address copy = Storage.copy(name);
            if (FOUND.add(copy) < 0) {
                Heap.free(copy);
            }
        }
    }

    private static void commands(Address prefix) {
        for (Builtin builtin : Builtins.TABLE) {
            add(Address.of(builtin.name), prefix);
        }
        for (Function function = Functions.first(); function != null; function = function.next) {
            add(function.name, prefix);
        }
        for (Alias alias = Alias.first(); alias != null; alias = alias.next) {
            add(alias.name, prefix);
        }
        PathSearch search = PathSearch.begin(Variables.value("PATH"));
        Address path = search.next(Address.of(""));
        while (!path.isNull()) {
            files(Arena.SCRATCH.copy(path), prefix, true);
            path = search.next(Address.of(""));
        }
        search.end();
    }

    /** Names in a directory, written with its slash; directories get one. */
    private static void files(Address folder, Address prefix, boolean programs) {
        Text path = new Text();
        Address home = Variables.value("HOME");
        boolean tilde = folder.loadByte(0) == '~' && folder.loadByte(1) == '/' && !home.isNull();
        if (tilde) {
            path.add(home);
        }
        path.add(tilde ? folder.plus(1) : folder);
        int length = path.length;
        Directories.Directory open = Directories.opendir(length == 0 ? Address.of(".")
                : path.text());
        if (open == null) {
            path.free();
            return;
        }
        for (DirectoryEntry record = Directories.readdir(open); record != null;
                record = Directories.readdir(open)) {
            Address name = Directories.name(record);
            if (!Strings.startsWith(name, prefix) || Directories.isDots(record)
                    || name.loadByte(0) == '.' && prefix.loadByte(0) != '.') {
                continue;
            }
            path.length = length;
            path.add(name);
            boolean folderHere = Files.stat(path.text(), FILE) == 0 && Files.isDirectory(FILE);
            if (programs && (folderHere || !Commands.isProgram(path.text()))) {
                continue;
            }
            path.add(folderHere ? "/" : "");
            add(path.text().plus(length), prefix);
        }
        Directories.closedir(open);
        path.free();
    }

    // ---- showing ----

    private static void offer(Address prefix) {
        int count = unique();
        if (count == 0) {
            return;
        }
        int typed = Strings.length(prefix);
        int common = Strings.length(FOUND.get(0));
        for (int i = 1; i < count; i++) {
            int same = 0;
            while (same < common && FOUND.get(0).loadByte(same) == FOUND.get(i).loadByte(same)) {
                same++;
            }
            common = same;
        }
        for (int i = typed; i < common; i++) {
            int character = FOUND.get(0).loadUnsignedByte(i);
            if (isOneOf(character, SPECIAL)) {
                EditLine.insert('\\');
            }
            EditLine.insert(character);
        }
        if (count == 1) {
            if (FOUND.get(0).loadByte(common - 1) != '/') {
                EditLine.insert(' ');
            }
        } else if (common == typed) {
            list(count);
        }
        EditLine.show();
    }

    /** Sorts what was found and passes over what is there twice; returns how many are left. */
    private static int unique() {
        Sort.pointers(FOUND.first, FOUND.count, Sort::byBytes, 0);
        int count = 0;
        for (int i = 0; i < FOUND.count; i++) {
            if (count == 0 || !Strings.equal(FOUND.get(i), FOUND.get(count - 1))) {
                Address swapped = FOUND.get(count);
                FOUND.set(count, FOUND.get(i));
                FOUND.set(i, swapped);
                count++;
            }
        }
        return count;
    }

    private static void list(int count) {
        int widest = 0;
        for (int i = 0; i < count; i++) {
            widest = Math.max(widest, Strings.length(FOUND.get(i)));
        }
        int columns = Math.max(1, EditLine.width() / (widest + 2));
        int rows = (count + columns - 1) / columns;
        Text text = new Text();
        text.add('\n');
        for (int row = 0; row < rows; row++) {
            for (int i = row; i < count; i += rows) {
                text.add(FOUND.get(i));
                for (int j = Strings.length(FOUND.get(i)); i + rows < count && j < widest + 2;
                        j++) {
                    text.add(' ');
                }
            }
            text.add('\n');
        }
        FileCalls.write(1, text.bytes, text.length);
        text.free();
    }
}
