package cleave.guestos.user.tools;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Stdio;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Sizes;
import cleave.guestos.user.tools.common.Tree;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;

/** {@code du}: how much of the disk trees of files take. */
final class Du {
    private static final String USAGE = "du [-abchksx] [-d DEPTH] [FILE ...]\n"
            + "Prints how many KiB of the disk each directory takes, with all that is in it.\n"
            + "  -a  each file, too    -s  the operands only    -d N  down to this depth\n"
            + "  -b  in bytes of the files    -k  in KiB of the disk    -h  as 1.5K, 23M\n"
            + "  -c  with a total    -x  not into other file systems\n";
    private static final int BLOCK = 512;
    private static final byte[] NUMBER = new byte[16];
    /** Inodes of files with several names, which count once: two words and the device. */
    private static final Words COUNTED = new Words();
    private static final int COUNTED_WORDS = 3;

    private static boolean all;
    private static boolean bytes;
    private static boolean human;
    private static int depth = Integer.MAX_VALUE;
    private static long total;
    private static int status;

    private Du() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "a(all)b(bytes)c(total)d:(max-depth)h(human-readable)k"
                + "s(summarize)x(one-file-system)", USAGE);
        boolean totalWanted = false;
        int flags = 0;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'a' -> all = true;
                case 'b' -> bytes = true;
                case 'c' -> totalWanted = true;
                case 'd' -> depth = CommandLine.number(0);
                case 'h' -> human = true;
                case 's' -> depth = 0;
                case 'x' -> flags |= Tree.SAME_DEVICE;
                default -> bytes = false;
            }
        }
        int operands = CommandLine.operandCount();
        for (int i = 0; i < Math.max(1, operands); i++) {
            Tree.walk(operands == 0 ? Address.of(".") : CommandLine.operand(i), Du::visit, flags);
        }
        if (totalWanted) {
            print(total, Address.of("total"));
        }
        return status;
    }

    private static int visit(Tree.Node node) {
        switch (node.phase) {
            case Tree.UNKNOWN, Tree.UNREADABLE:
                Errors.errno = node.error;
                Errors.warnErrno(node.path);
                status = 1;
                break;
            case Tree.BEFORE:
                if (isCounted(node)) {
                    break;
                }
                node.sum += bytes ? node.file.size : node.file.blocks * BLOCK;
                if (!node.isDirectory()) {
                    leave(node, all);
                }
                break;
            default:
                leave(node, true);
                break;
        }
        return Tree.CONTINUE;
    }

    private static void leave(Tree.Node node, boolean wanted) {
        if (node.depth == 0 || wanted && node.depth <= depth) {
            print(node.sum, node.path);
        }
        if (node.parent() == null) {
            total += node.sum;
        } else {
            node.parent().sum += node.sum;
        }
    }

    private static boolean isCounted(Tree.Node node) {
        if (node.isDirectory() || node.file.links < 2) {
            return false;
        }
        int low = (int) node.file.inode;
        int high = (int) (node.file.inode >> 32);
        int device = Cp.device(node.file.deviceMajor, node.file.deviceMinor);
        for (int i = 0; i < COUNTED.count(); i += COUNTED_WORDS) {
            if (COUNTED.get(i) == low && COUNTED.get(i + 1) == high
                    && COUNTED.get(i + 2) == device) {
                return true;
            }
        }
        COUNTED.add(low);
        COUNTED.add(high);
        COUNTED.add(device);
        return false;
    }

    private static void print(long size, Address name) {
        if (human) {
            Sizes.human(Address.of(NUMBER), NUMBER.length, size);
            Stdio.stdout().put(Address.of(NUMBER));
        } else {
            Stdio.stdout().put(bytes ? size : (size + 1023) / 1024);
        }
        Stdio.stdout().putByte('\t').put(name).line();
    }
}
