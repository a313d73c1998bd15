package cleave.guestos.user.tools;

import cleave.guestos.abi.FileMode;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Modes;
import cleave.magic.Address;

/** {@code mknod} and {@code mkfifo}: files that are devices and named pipes. */
final class Mknod {
    private static final String USAGE = "mknod [-m MODE] NAME b|c MAJOR MINOR\n"
            + "       mknod [-m MODE] NAME p\n"
            + "Makes a block or character device, or a named pipe.\n"
            + "  -m MODE  with this mode instead of 666 less the umask\n";
    private static final String MKFIFO = "mkfifo [-m MODE] NAME ...\n"
            + "Makes named pipes.\n"
            + "  -m MODE  with this mode instead of 666 less the umask\n";
    private static final int MODE = 0666;

    private Mknod() {
    }

    /** Reads the options; the mode that is wanted, with the umask applied or out of force. */
    private static int mode(int count, Address arguments, String usage) {
        CommandLine.begin(count, arguments, "m:(mode)", usage);
        int umask = Processes.umask(0);
        int mode = MODE & ~umask;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            mode = Modes.change(CommandLine.value(), MODE, umask);
            if (mode < 0) {
                CommandLine.refuse(CommandLine.value(), "not a mode");
            }
        }
        return mode;
    }

    static int run(int count, Address arguments) {
        int mode = mode(count, arguments, USAGE);
        CommandLine.need(2, 4);
        Address type = CommandLine.operand(1);
        boolean pipe = Strings.equal(type, "p");
        boolean block = Strings.equal(type, "b");
        if (!pipe && !block && !Strings.equal(type, "c") && !Strings.equal(type, "u")) {
            CommandLine.refuse(type, "a type is b, c or p");
        }
        CommandLine.need(pipe ? 2 : 4, pipe ? 2 : 4);
        int device = pipe ? 0 : Cp.device(CommandLine.number(CommandLine.operand(2), 0),
                CommandLine.number(CommandLine.operand(3), 0));
        int kind = pipe ? FileMode.S_IFIFO : block ? FileMode.S_IFBLK : FileMode.S_IFCHR;
        return make(CommandLine.operand(0), kind | mode, device);
    }

    static int mkfifo(int count, Address arguments) {
        int mode = mode(count, arguments, MKFIFO);
        CommandLine.need(1, -1);
        int status = 0;
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            status |= make(CommandLine.operand(i), FileMode.S_IFIFO | mode, 0);
        }
        return status;
    }

    private static int make(Address path, int mode, int device) {
        if (Files.mknod(path, mode, device) < 0) {
            Errors.warnErrno(path);
            return 1;
        }
        return 0;
    }
}
