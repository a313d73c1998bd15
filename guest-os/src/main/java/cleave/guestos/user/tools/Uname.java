package cleave.guestos.user.tools;

import cleave.guestos.abi.SystemName;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Systems;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.magic.Address;

/** {@code uname} and {@code hostname}: what the machine is called, and what runs on it. */
final class Uname {
    private static final String USAGE = "uname [-amnoprsv]\n"
            + "Prints what runs here: -s the system, -n the machine's name, -r the release,\n"
            + "-v the version, -m the kind of machine, -o the kind of system, -a all of them.\n";
    private static final String HOSTNAME = "hostname [NAME]\n"
            + "Prints the name of the machine, or sets it.\n";
    private static final String LETTERS = "snrvmpo";
    private static final SystemName NAMES = new SystemName();

    private Uname() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "a(all)m(machine)n(nodename)o(operating-system)"
                + "p(processor)r(kernel-release)s(kernel-name)v(kernel-version)", USAGE);
        int wanted = 0;
        boolean all = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            all |= letter == 'a';
            wanted |= letter == 'a' ? 0 : 1 << index(letter);
        }
        CommandLine.need(0, 0);
        if (Systems.uname(NAMES) < 0) {
            Errors.warnErrno("uname");
            return 1;
        }
        boolean first = true;
        for (int i = 0; i < LETTERS.length(); i++) {
            boolean printed = all ? LETTERS.charAt(i) != 'p' : wanted == 0 ? i == 0
                    : (wanted >> i & 1) != 0;
            if (printed) {
                Stdio.stdout().put(first ? "" : " ").put(name(LETTERS.charAt(i)));
                first = false;
            }
        }
        Stdio.stdout().line();
        return 0;
    }

    private static int index(int letter) {
        int index = 0;
        while (LETTERS.charAt(index) != letter) {
            index++;
        }
        return index;
    }

    private static Address name(int letter) {
        switch (letter) {
            case 's':
                return Address.of(NAMES.system);
            case 'n':
                return Address.of(NAMES.node);
            case 'r':
                return Address.of(NAMES.release);
            case 'v':
                return Address.of(NAMES.version);
            case 'm':
                return Address.of(NAMES.machine);
            case 'p':
                return Address.of("unknown");
            default:
                return Strings.equal(Address.of(NAMES.system), "Linux") ? Address.of("GNU/Linux")
                        : Address.of(NAMES.system);
        }
    }

    static int hostname(int count, Address arguments) {
        CommandLine.operandsOnly(count, arguments, HOSTNAME);
        CommandLine.need(0, 1);
        if (CommandLine.operandCount() == 1) {
            if (Systems.sethostname(CommandLine.operand(0)) < 0) {
                Errors.warnErrno(CommandLine.operand(0));
                return 1;
            }
            return 0;
        }
        if (Systems.uname(NAMES) < 0) {
            Errors.warnErrno("uname");
            return 1;
        }
        Stdio.puts(Address.of(NAMES.node));
        return 0;
    }
}
