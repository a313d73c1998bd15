package cleave.guestos.user.tools;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Sort;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Terminal;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Text;
import cleave.guestos.user.tools.common.Tree;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/** {@code ls}: what is in directories. How it is printed is {@link LsOutput}'s. */
final class Ls {
    private static final String USAGE = "ls [-1aACdFhilLnrRSt] [FILE ...]\n"
            + "Lists files, and what is in directories.\n"
            + "  -a  with names that begin with a dot    -A  the same without . and ..\n"
            + "  -l  a line for each: mode, links, owner, group, size, time, name\n"
            + "  -n  as -l, with numbers of users and groups    -h  sizes as 1.5K, 23M\n"
            + "  -d  directories themselves    -R  directories in directories, too\n"
            + "  -i  with inode numbers    -F  with a mark for the type: / * @ | =\n"
            + "  -L  what links lead to    -t  newest first    -S  largest first\n"
            + "  -r  the other way round    -1  one name a line    -C  in columns\n";
    private static final int WRONG = 2;

    private static boolean all;
    private static boolean almostAll;
    private static boolean directories;
    private static boolean recursive;
    private static boolean follow;
    private static boolean byTime;
    private static boolean bySize;
    private static boolean reverse;

    private static final Text PATH = new Text();
    private static int status;
    private static boolean headings;
    private static boolean begun;

    /** A file that is listed. */
    static final class Item extends Struct {
        Address name;
        /** What a link says, null for other files. */
        Address target;
        @Embedded
        Statx file;
        /** What the link leads to: its mode, 0 if to nothing. */
        int targetMode;
    }

    private Ls() {
    }

    static int run(int count, Address arguments) {
        boolean terminal = Terminal.isatty(1);
        LsOutput.columns = terminal;
        LsOutput.hideControls = terminal;
        CommandLine.begin(count, arguments, "1a(all)A(almost-all)Cd(directory)F(classify)"
                + "h(human-readable)i(inode)lL(dereference)n(numeric-uid-gid)r(reverse)"
                + "R(recursive)St", USAGE, WRONG);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            option(letter);
        }
        Words files = new Words();
        Words folders = new Words();
        int operands = CommandLine.operandCount();
        for (int i = 0; i < Math.max(1, operands); i++) {
            Address name = operands == 0 ? Address.of(".") : CommandLine.operand(i);
            Item item = item(name, name, follow || !LsOutput.details && !LsOutput.marks
                    && !directories);
            if (item != null) {
                boolean folder = FileMode.isDirectory(item.file.mode) && !directories;
                (folder ? folders : files).add(Address.of(item));
            } else {
                status = WRONG;
            }
        }
        sort(files);
        sort(folders);
        if (files.count() > 0) {
            LsOutput.print(files);
            begun = true;
        }
        headings = recursive || operands > 1;
        listAll(folders);
        return status;
    }

    private static void option(int letter) {
        switch (letter) {
            case '1' -> LsOutput.columns = false;
            case 'C' -> {
                LsOutput.columns = true;
                LsOutput.details = false;
            }
            case 'a' -> all = true;
            case 'A' -> almostAll = true;
            case 'd' -> directories = true;
            case 'F' -> LsOutput.marks = true;
            case 'h' -> LsOutput.human = true;
            case 'i' -> LsOutput.inodes = true;
            case 'l' -> LsOutput.details = true;
            case 'n' -> {
                LsOutput.details = true;
                LsOutput.numeric = true;
            }
            case 'L' -> follow = true;
            case 'r' -> reverse = true;
            case 'R' -> recursive = true;
            case 'S' -> {
                bySize = true;
                byTime = false;
            }
            default -> {
                byTime = true;
                bySize = false;
            }
        }
    }

    /** The file at a path; null after a message. Links that lead nowhere are themselves. */
    private static Item item(Address path, Address name, boolean followed) {
        Item item = new Item();
        int result = followed ? Files.stat(path, item.file) : -1;
        if (result < 0) {
            result = Files.lstat(path, item.file);
        }
        if (result < 0) {
            Errors.warnErrno(path);
            status = Math.max(status, 1);
            Heap.free(item);
            return null;
        }
        item.name = Strings.duplicate(name);
        if (FileMode.isLink(item.file.mode)) {
            LsOutput.readTarget(item, path);
        }
        return item;
    }

    private static void release(Words items) {
        for (int i = 0; i < items.count(); i++) {
            Item item = Struct.at(items.address(i), Item.class);
            Heap.free(item.name);
            Heap.free(item.target);
        }
        items.release(true);
    }

    // ---- order ----

    private static void sort(Words items) {
        Sort.pointers(items.items(), items.count(), Ls::compare, 0);
    }

    private static int compare(Address a, Address b, int context) {
        Item one = Struct.at(a, Item.class);
        Item other = Struct.at(b, Item.class);
        int order = 0;
        if (bySize) {
            order = Long.compare(other.file.size, one.file.size);
        } else if (byTime) {
            order = Long.compare(other.file.modified.seconds, one.file.modified.seconds);
            if (order == 0) {
                order = Integer.compare(other.file.modified.nanoseconds,
                        one.file.modified.nanoseconds);
            }
        }
        if (order == 0) {
            order = Strings.compare(one.name, other.name);
        }
        return reverse ? -order : order;
    }

    // ---- directories ----

    /** Lists directories; under -R those in one come right behind it: the list is a stack. */
    private static void listAll(Words folders) {
        Words waiting = new Words();
        for (int i = folders.count() - 1; i >= 0; i--) {
            waiting.add(Strings.duplicate(Struct.at(folders.address(i), Item.class).name));
        }
        while (waiting.count() > 0) {
            Address path = Address.of(waiting.removeLast());
            Words items = new Words();
            if (read(path, items)) {
                if (headings) {
                    Stdio.stdout().put(begun ? "\n" : "").put(path).put(":\n");
                }
                begun = true;
                LsOutput.total(items);
                LsOutput.print(items);
                for (int i = items.count() - 1; recursive && i >= 0; i--) {
                    Item item = Struct.at(items.address(i), Item.class);
                    if (FileMode.isDirectory(item.file.mode) && !isDots(item.name)) {
                        PATH.clear().put(path).putName(item.name);
                        waiting.add(Strings.duplicate(PATH.address()));
                    }
                }
            }
            release(items);
            Heap.free(items);
            Heap.free(path);
        }
    }

    private static boolean isDots(Address name) {
        return Strings.equal(name, ".") || Strings.equal(name, "..");
    }

    private static boolean read(Address path, Words items) {
        Words names = new Words();
        boolean readable = Tree.read(path, names);
        if (!readable) {
            Errors.warnErrno(path);
            status = WRONG;
        }
        if (all) {
            names.add(Strings.duplicate(Address.of(".")));
            names.add(Strings.duplicate(Address.of("..")));
        }
        for (int i = 0; readable && i < names.count(); i++) {
            Address name = names.address(i);
            if (all || almostAll || name.loadByte(0) != '.') {
                PATH.clear().put(path).putName(name);
                Item item = item(PATH.address(), name, follow);
                if (item != null) {
                    items.add(Address.of(item));
                }
            }
        }
        names.release(true);
        Heap.free(names);
        sort(items);
        return readable;
    }
}
