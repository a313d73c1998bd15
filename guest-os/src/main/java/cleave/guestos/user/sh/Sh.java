package cleave.guestos.user.sh;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Terminal;
import cleave.magic.Address;

/**
 * {@code sh [-abCefhilmnuvx] [-o option] [-c command [name] | -s | file] [argument ...]}. A login
 * shell, which {@code -l} or a minus before its name asks for, first reads {@code /etc/profile} and
 * {@code ~/.profile}; an interactive one, the file that {@code ENV} names.
 */
public final class Sh {
    private static boolean login;
    private static boolean standardInput;
    private static Address command;

    private Sh() {
    }

    static int main(int count, Address arguments) {
        Shell.name = count > 0 ? Builtins.word(arguments, 0) : Address.of("sh");
        Shell.process = Processes.getpid();
        Shell.line = 1;
        login = Shell.name.loadByte(0) == '-';
        int index = options(count, arguments);
        if (index < 0) {
            return Shell.ERROR;
        }
        Source source = source(count, arguments, index);
        if (source == null) {
            return Shell.status;
        }
        begin();
        Reader.run(source, Execution.LAST);
        Shell.exit(Shell.status);
        return 0;
    }

    /** Reads the options; returns the index behind them, or -1 for one that is wrong. */
    private static int options(int count, Address arguments) {
        int index = 1;
        boolean hasCommand = false;
        while (index < count) {
            Address word = Builtins.word(arguments, index);
            int first = word.loadByte(0);
            if (first != '-' && first != '+' || word.loadByte(1) == 0) {
                index += Strings.equal(word, "-") ? 1 : 0;
                break;
            }
            index++;
            if (Strings.equal(word, "--")) {
                break;
            }
            for (int i = 1; word.loadByte(i) != 0; i++) {
                int letter = word.loadByte(i);
                if (letter == 'c') {
                    hasCommand = true;
                } else if (letter == 'l') {
                    login = true;
                } else if (letter == 'o' && index < count) {
                    if (!ShellOptions.change(Builtins.word(arguments, index), first == '-',
                            true)) {
                        Messages.warn("sh", "Illegal option -o ",
                                Builtins.word(arguments, index));
                        return -1;
                    }
                    index++;
                } else if (!ShellOptions.change(letter, first == '-', true)) {
                    return Builtins.badOption("sh", letter) > 0 ? -1 : index;
                }
            }
        }
        standardInput = ShellOptions.isSet('s');
        command = Address.of(0);
        if (hasCommand) {
            if (index >= count) {
                Messages.begin().put("-c requires an argument").line();
                return -1;
            }
            ShellOptions.set('c', true);
            command = Builtins.word(arguments, index);
            index++;
        }
        return index;
    }

    /** Where commands come from, with {@code $0} and the parameters set; null after an error. */
    private static Source source(int count, Address arguments, int index) {
        int first = index;
        Source source;
        if (!command.isNull()) {
            if (first < count) {
                Shell.name = Builtins.word(arguments, first);
                first++;
            }
            source = Source.ofString(command);
        } else if (first < count && !standardInput) {
            Address path = Builtins.word(arguments, first);
            Shell.name = path;
            first++;
            int file = Files.open(path, OpenFlags.O_RDONLY);
            if (file < 0) {
                Shell.line = 0;
                Messages.begin().put("cannot open ").put(path).put(": ")
                        .put(Errors.strerror(Errors.errno)).line();
                Shell.status = Errors.errno == Errno.ENOENT ? Shell.NOT_FOUND
                        : Shell.NOT_EXECUTABLE;
                return null;
            }
            source = Source.ofFile(Redirects.moveAway(file));
        } else {
            boolean terminal = Terminal.isatty(0) && Terminal.isatty(2);
            if (terminal) {
                ShellOptions.set('i', true);
            }
            ShellOptions.set('s', true);
            source = terminal ? Source.ofTerminal() : Source.ofStandardInput();
        }
        Positional.set(arguments.plus(4 * first), count - first);
        Shell.interactive = ShellOptions.isSet('i');
        return source;
    }

    private static void begin() {
        Variables.importEnvironment();
        Variables.unset(Address.of("OPTARG"));
        Variables.set("IFS", Address.of(" \t\n"));
        Variables.setNumber("OPTIND", 1);
        Variables.setNumber("PPID", Processes.getppid());
        Variables.preset("PATH", Address.of("/bin:/usr/bin:/sbin:/usr/sbin"));
        Variables.preset("PS1", Address.of(Processes.geteuid() == 0 ? "\\h:\\w# " : "\\h:\\w$ "));
        Variables.preset("PS2", Address.of("> "));
        Variables.preset("PS4", Address.of("+ "));
        Directory.begin();
        Traps.begin();
        if (ShellOptions.isSet('m') || Shell.interactive) {
            ShellOptions.set('m', false);
            Jobs.control(true);
        }
        if (login) {
            startup(Address.of("/etc/profile"));
            Address home = Variables.value("HOME");
            if (!home.isNull()) {
                startup(Strings.join(home, Address.of("/.profile")));
            }
        }
        if (Shell.interactive) {
            Address file = Variables.value("ENV");
            if (!file.isNull() && Processes.getuid() == Processes.geteuid()) {
                startup(Expansion.ofText(file));
            }
            History.load();
        }
    }

    /** Runs a file if it is there. */
    private static void startup(Address path) {
        int file = Files.open(path, OpenFlags.O_RDONLY);
        if (file >= 0) {
            FlowBuiltins.runFile(file);
            if (Control.reason() == Control.EXIT) {
                Shell.exit(Shell.status);
            }
            Control.clear();
        }
    }
}
