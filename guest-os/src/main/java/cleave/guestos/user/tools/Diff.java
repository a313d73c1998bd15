package cleave.guestos.user.tools;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Calendar;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Sort;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Text;
import cleave.guestos.user.tools.common.Tree;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Recursive;

/** {@code diff}: what must be changed in one file to make it another (POSIX, diff). */
final class Diff {
    private static final String USAGE = "diff [-abiNqru] [-U LINES] FILE1 FILE2\n"
            + "Prints the lines in which two files, or the files of two directories, differ.\n"
            + "  -u  with 3 lines before and behind, as patch takes it    -U N  with N lines\n"
            + "  -q  only whether they differ    -r  directories in directories, too\n"
            + "  -N  files that are not there are empty    -i  small and capital letters are"
            + " equal\n"
            + "  -b  spaces are equal however many    -a  all files are text\n"
            + "Ends with 0 if there is no difference, 1 if there is one, 2 after an error.\n";
    private static final int WRONG = 2;
    private static final int DEPTH = 200;
    private static final Statx A = new Statx();
    private static final Statx B = new Statx();
    /** The words of the command line that are options, each with a space before it. */
    private static final Text OPTIONS = new Text();
    private static final byte[] PIECE = new byte[64];
    private static final Calendar CALENDAR = new Calendar();

    private static boolean brief;
    private static boolean recursive;
    private static boolean newFiles;
    private static boolean text;
    private static int context = -1;
    private static int status;
    private static int depth;

    private Diff() {
    }

    static int run(int count, Address arguments) {
        for (int i = 1; i < count; i++) {
            Address word = Address.of(arguments.loadInt(4 * i));
            if (word.loadByte(0) == '-' && word.loadByte(1) != 0) {
                OPTIONS.put(" ").put(word);
            }
        }
        CommandLine.begin(count, arguments, "a(text)b(ignore-space-change)i(ignore-case)"
                + "N(new-file)q(brief)r(recursive)uU:(unified)", USAGE, WRONG);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'a' -> text = true;
                case 'b' -> DiffLines.anySpaces = true;
                case 'i' -> DiffLines.anyCase = true;
                case 'N' -> newFiles = true;
                case 'q' -> brief = true;
                case 'r' -> recursive = true;
                case 'u' -> context = 3;
                default -> context = CommandLine.number(0);
            }
        }
        CommandLine.need(2, 2);
        Address a = CommandLine.operand(0);
        Address b = CommandLine.operand(1);
        if (!find(a, A) || !find(b, B)) {
            return WRONG;
        }
        boolean aFolder = Files.isDirectory(A);
        boolean bFolder = Files.isDirectory(B);
        if (aFolder && bFolder) {
            folders(a, b);
        } else if (aFolder) {
            files(join(a, Strings.baseName(b)), b, false);
        } else if (bFolder) {
            files(a, join(b, Strings.baseName(a)), false);
        } else {
            files(a, b, false);
        }
        return status;
    }

    private static boolean find(Address path, Statx to) {
        int result = Strings.equal(path, "-") ? Files.fstat(0, to) : Files.stat(path, to);
        if (result < 0) {
            if (newFiles) {
                to.mode = (short) FileMode.S_IFREG;
                return true;
            }
            Errors.warnErrno(path);
        }
        return result == 0;
    }

    private static Address join(Address folder, Address name) {
        Text path = new Text();
        return path.put(folder).putName(name).address();
    }

    // ---- directories ----

    /** The entries of both, in order. */
    @Recursive(max = DEPTH)
    private static void folders(Address a, Address b) {
        depth++;
        if (depth == DEPTH) {
            CommandLine.refuse(a, "too many directories in each other");
        }
        Words left = sorted(a);
        Words right = sorted(b);
        int i = 0;
        int j = 0;
        while (i < left.count() || j < right.count()) {
            int order = i == left.count() ? 1 : j == right.count() ? -1
                    : Strings.compare(left.address(i), right.address(j));
            if (order == 0) {
                both(a, b, left.address(i));
            } else {
                Address name = order < 0 ? left.address(i) : right.address(j);
                Address folder = order < 0 ? a : b;
                if (newFiles) {
                    both(a, b, name);
                } else {
                    Stdio.stdout().put("Only in ").put(folder).put(": ").put(name).line();
                    status = Math.max(status, 1);
                }
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        depth--;
    }

    private static Words sorted(Address folder) {
        Words names = new Words();
        if (!Tree.read(folder, names)) {
            Errors.warnErrno(folder);
            status = WRONG;
        }
        Sort.pointers(names.items(), names.count(), Sort::byBytes, 0);
        return names;
    }

    private static void both(Address a, Address b, Address name) {
        Address left = join(a, name);
        Address right = join(b, name);
        boolean leftFolder = Files.stat(left, A) == 0 && Files.isDirectory(A);
        boolean rightFolder = Files.stat(right, B) == 0 && Files.isDirectory(B);
        if (leftFolder && rightFolder) {
            if (recursive) {
                folders(left, right);
            } else {
                Stdio.stdout().put("Common subdirectories: ").put(left).put(" and ").put(right)
                        .line();
            }
        } else if (leftFolder || rightFolder) {
            Stdio.stdout().put("File ").put(left).put(leftFolder ? " is a directory while file "
                    : " is a regular file while file ").put(right).put(leftFolder
                    ? " is a regular file\n" : " is a directory\n");
            status = Math.max(status, 1);
        } else {
            files(left, right, true);
        }
    }

    // ---- files ----

    private static void files(Address a, Address b, boolean inFolders) {
        DiffLines left = lines(a);
        DiffLines right = lines(b);
        if (left == null || right == null) {
            status = WRONG;
            return;
        }
        Stream out = Stdio.stdout();
        if (!text && (left.binary || right.binary)) {
            if (!DiffLines.sameBytes(left, right)) {
                out.put("Binary files ").put(a).put(" and ").put(b).put(" differ\n");
                status = Math.max(status, 1);
            }
        } else if (DiffLines.compare(left, right)) {
            status = Math.max(status, 1);
            if (brief) {
                out.put("Files ").put(a).put(" and ").put(b).put(" differ\n");
            } else {
                if (inFolders) {
                    command(a, b);
                }
                if (context >= 0) {
                    heading("--- ", a);
                    heading("+++ ", b);
                    DiffOutput.unified(left, right, context);
                } else {
                    DiffOutput.normal(left, right);
                }
            }
        }
        left.release();
        right.release();
    }

    /** The line above the differences of files in directories: the command that tells them. */
    private static void command(Address a, Address b) {
        Stdio.stdout().put("diff").put(OPTIONS.address()).put(" ").put(a).put(" ").put(b).line();
    }

    private static DiffLines lines(Address path) {
        DiffLines lines = DiffLines.read(path);
        if (lines == null && newFiles && Files.stat(path, A) < 0) {
            return DiffLines.read(Address.of("/dev/null"));
        }
        if (lines == null) {
            Errors.warnErrno(path);
        }
        return lines;
    }

    private static void heading(String mark, Address path) {
        boolean there = Strings.equal(path, "-") ? Files.fstat(0, A) == 0
                : Files.stat(path, A) == 0;
        Calendar.gmtime(there ? A.modified.seconds : 0, CALENDAR);
        Calendar.strftime(Address.of(PIECE), PIECE.length, Address.of("%Y-%m-%d %H:%M:%S"),
                CALENDAR);
        Stdio.stdout().put(mark).put(path).put("\t").put(Address.of(PIECE));
        Stdio.printf(".%09d +0000\n", there ? A.modified.nanoseconds : 0);
    }
}
