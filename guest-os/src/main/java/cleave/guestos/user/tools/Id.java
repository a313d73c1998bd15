package cleave.guestos.user.tools;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Users;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Names;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;

/** {@code id} and {@code whoami}: as whom one works. */
final class Id {
    private static final String USAGE = "id [-ugGnr] [USER]\n"
            + "Prints the user and the groups of this process, or of a user.\n"
            + "  -u  the user's number    -g  the group's    -G  those of all groups\n"
            + "  -n  names instead    -r  the real ones\n";
    private static final String WHOAMI = "whoami\nPrints the name of the user.\n";
    private static final int GROUPS_MAX = 64;
    private static final int[] LIST = new int[GROUPS_MAX];
    private static final Words GROUPS = new Words();

    private static boolean names;

    private Id() {
    }

    static int whoami(int count, Address arguments) {
        CommandLine.operandsOnly(count, arguments, WHOAMI);
        CommandLine.need(0, 0);
        Stdio.puts(Names.user(Processes.geteuid()));
        return 0;
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "u(user)g(group)G(groups)n(name)r(real)", USAGE);
        int kind = 0;
        boolean real = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            if (letter == 'n') {
                names = true;
            } else if (letter == 'r') {
                real = true;
            } else {
                kind = letter;
            }
        }
        CommandLine.need(0, 1);
        if (kind == 0 && (names || real)) {
            CommandLine.refuse("-n and -r go with -u, -g or -G");
        }
        int user = real ? Processes.getuid() : Processes.geteuid();
        int group = real ? Processes.getgid() : Processes.getegid();
        if (CommandLine.operandCount() == 1) {
            Users.User known = Users.getpwnam(CommandLine.operand(0));
            if (known == null) {
                Errors.warn(CommandLine.operand(0), "no such user");
                return 1;
            }
            user = known.id;
            group = known.group;
            GROUPS.add(group);
        } else {
            collect(group);
        }
        print(kind, user, group);
        return 0;
    }

    /** The own group first, then the others. */
    private static void collect(int group) {
        GROUPS.add(group);
        int count = Syscalls.getgroups(GROUPS_MAX, Address.of(LIST));
        for (int i = 0; i < count; i++) {
            if (LIST[i] != group) {
                GROUPS.add(LIST[i]);
            }
        }
    }

    private static void print(int kind, int user, int group) {
        Stream out = Stdio.stdout();
        switch (kind) {
            case 'u' -> put(user, Names.user(user));
            case 'g' -> put(group, Names.group(group));
            case 'G' -> {
                for (int i = 0; i < GROUPS.count(); i++) {
                    out.put(i == 0 ? "" : " ");
                    put(GROUPS.get(i), Names.group(GROUPS.get(i)));
                }
            }
            default -> {
                both("uid=", user, Names.user(user));
                both(" gid=", group, Names.group(group));
                for (int i = 0; i < GROUPS.count(); i++) {
                    both(i == 0 ? " groups=" : ",", GROUPS.get(i), Names.group(GROUPS.get(i)));
                }
            }
        }
        out.line();
    }

    private static void put(int number, Address name) {
        if (names) {
            Stdio.stdout().put(name);
        } else {
            Stdio.printf("%u", number);
        }
    }

    private static void both(String prefix, int number, Address name) {
        Stdio.stdout().put(prefix);
        Stdio.printf("%u", number);
        boolean named = !Characters.isDigit(name.loadByte(0))
                || Strings.isEmpty(name);
        if (named) {
            Stdio.stdout().put("(").put(name).put(")");
        }
    }
}
