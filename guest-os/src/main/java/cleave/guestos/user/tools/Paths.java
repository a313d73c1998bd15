package cleave.guestos.user.tools;

import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.magic.Address;

/** {@code basename} and {@code dirname}: the parts of paths. */
final class Paths {
    private static final String BASENAME = "basename PATH [SUFFIX]\n       basename -a [-s SUFFIX]"
            + " PATH ...\nPrints what is behind the last slash, without the suffix.\n"
            + "  -a  of every path    -s SUFFIX  of every path, without this suffix\n";
    private static final String DIRNAME = "dirname PATH ...\n"
            + "Prints what is before the last slash of each path, or a dot.\n";

    private Paths() {
    }

    static int basename(int count, Address arguments) {
        CommandLine.begin(count, arguments, "+a(multiple)s:(suffix)", BASENAME);
        boolean all = false;
        Address suffix = Address.of("");
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            all = true;
            if (letter == 's') {
                suffix = CommandLine.value();
            }
        }
        CommandLine.need(1, all ? -1 : 2);
        if (!all && CommandLine.operandCount() == 2) {
            suffix = CommandLine.operand(1);
        }
        for (int i = 0; i < (all ? CommandLine.operandCount() : 1); i++) {
            putName(CommandLine.operand(i), suffix);
        }
        return 0;
    }

    private static void putName(Address path, Address suffix) {
        Address name = Strings.baseName(path);
        int length = Strings.length(name);
        while (length > 1 && name.loadByte(length - 1) == '/') {
            length--;
        }
        int cut = length - Strings.length(suffix);
        if (cut > 0 && Strings.compare(name.plus(cut), suffix, length - cut) == 0) {
            length = cut;
        }
        Stdio.stdout().write(name, name.loadByte(0) == '/' ? 1 : length).line();
    }

    static int dirname(int count, Address arguments) {
        CommandLine.operandsOnly(count, arguments, DIRNAME);
        CommandLine.need(1, -1);
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            Address path = CommandLine.operand(i);
            int length = parentLength(path);
            if (length == 0) {
                Stdio.stdout().put(path.loadByte(0) == '/' ? "/" : ".").line();
            } else {
                Stdio.stdout().write(path, length).line();
            }
        }
        return 0;
    }

    /** The length of what is before the last part and the slashes there; 0 if there is none. */
    static int parentLength(Address path) {
        int length = Strings.length(path);
        while (length > 0 && path.loadByte(length - 1) == '/') {
            length--;
        }
        while (length > 0 && path.loadByte(length - 1) != '/') {
            length--;
        }
        while (length > 0 && path.loadByte(length - 1) == '/') {
            length--;
        }
        return length;
    }
}
