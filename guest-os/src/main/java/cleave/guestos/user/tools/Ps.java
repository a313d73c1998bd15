package cleave.guestos.user.tools;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Names;
import cleave.guestos.user.tools.common.ProcessInfo;
import cleave.guestos.user.tools.common.Text;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Struct;

/** {@code ps}: what processes there are, as {@code /proc} tells. */
final class Ps {
    private static final String USAGE = "ps [-aAefjl] [-p PIDS] [-u USERS] [-o COLUMNS] [aux]\n"
            + "Lists the processes of this terminal.\n"
            + "  -e, -A  all    -a  those of all terminals, without session leaders\n"
            + "  -p LIST  of these numbers    -u LIST  of these users\n"
            + "  -f, -l, -j  with more columns\n"
            + "  -o COLUMN[=HEADING],...  these columns: args comm pid ppid pgid sid tpgid user"
            + " uid\n"
            + "     tty time etime start stat s pcpu pmem ni pri nlwp vsz rss min_flt maj_flt\n"
            + "  a  of all terminals    x  without one, too    u  with users and sizes\n";
    private static final Words COLUMNS = new Words();
    private static final Words HEADINGS = new Words();
    private static final Words PIDS = new Words();
    private static final Words USERS = new Words();
    private static final Text CELL = new Text();

    private static boolean all;
    private static boolean terminals;
    private static boolean anyUser;
    private static boolean withoutTerminal;

    private Ps() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "aAefjlo:p:(pid)u:(user)", USAGE);
        String layout = "pid,tname,time,ucmd";
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'a' -> terminals = true;
                case 'A', 'e' -> all = true;
                case 'f' -> layout = "user=UID,pid,ppid,c,stime,tname,time,cmd";
                case 'j' -> layout = "pid,pgid,sid,tname,time,ucmd";
                case 'l' -> layout = "s,uid,pid,ppid,c,pri,ni,rss,vsz,tname,time,ucmd";
                case 'o' -> columns(CommandLine.value());
                case 'p' -> list(CommandLine.value(), PIDS, false);
                default -> list(CommandLine.value(), USERS, true);
            }
        }
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            layout = letters(CommandLine.operand(i), layout);
        }
        if (COLUMNS.count() == 0) {
            columns(Address.of(layout));
        }
        return list();
    }

    /** Options as BSD has them, without a hyphen; or numbers of processes. */
    private static String letters(Address word, String layout) {
        if (Characters.isDigit(word.loadByte(0))) {
            list(word, PIDS, false);
            return layout;
        }
        String chosen = layout;
        for (int i = 0; word.loadByte(i) != 0; i++) {
            switch (word.loadByte(i)) {
                case 'a' -> anyUser = true;
                case 'x' -> withoutTerminal = true;
                case 'u' -> chosen = "user,pid,pcpu,pmem,vsz,rss,tname,stat,start,bsdtime,command";
                case 'w' -> {
                    // Wide: lines are never cut here.
                }
                default -> CommandLine.refuse(word, "unknown; see ps --help");
            }
        }
        if (chosen == layout) {
            chosen = "pid,tname,stat,bsdtime,command";
        }
        return chosen;
    }

    private static void list(Address text, Words to, boolean users) {
        Address words = Strings.duplicate(text);
        Address word = Strings.token(words, ", ");
        while (!word.isNull()) {
            int number = users ? Names.userId(word) : Numbers.isInt(word) ? Numbers.toInt(word)
                    : -1;
            if (number < 0) {
                CommandLine.refuse(word, users ? "no such user" : "not the number of a process");
            }
            to.add(number);
            word = Strings.token(Address.of(0), ", ");
        }
    }

    private static void columns(Address text) {
        Address at = text;
        while (at.loadByte(0) != 0) {
            int length = Strings.spanWithout(at, Address.of(",= "));
            PsColumn column = PsColumn.find(at, length);
            if (column == null) {
                CommandLine.refuse(Strings.duplicate(at, length), "no such column; see ps --help");
            }
            COLUMNS.add(Address.of(column));
            Address heading = Address.of(column.heading);
            if (at.loadByte(length) == '=') {
                int end = Strings.spanWithout(at, Address.of(", "));
                heading = Strings.duplicate(at.plus(length + 1), end - length - 1);
                length = end;
            }
            HEADINGS.add(heading);
            at = at.plus(length);
            while (at.loadByte(0) == ',' || at.loadByte(0) == ' ') {
                at = at.plus(1);
            }
        }
    }

    // ---- output ----

    private static int list() {
        Words processes = new Words();
        ProcessInfo.all(processes);
        ProcessInfo self = ProcessInfo.of(Processes.getpid());
        boolean headed = false;
        for (int i = 0; i < HEADINGS.count(); i++) {
            headed |= !Strings.isEmpty(HEADINGS.address(i));
        }
        if (headed) {
            for (int i = 0; i < COLUMNS.count(); i++) {
                CELL.clear().put(HEADINGS.address(i));
                cell(i);
            }
            Stdio.stdout().line();
        }
        boolean any = false;
        for (int i = 0; i < processes.count(); i++) {
            ProcessInfo process = Struct.at(processes.address(i), ProcessInfo.class);
            if (isWanted(process, self)) {
                any = true;
                for (int c = 0; c < COLUMNS.count(); c++) {
                    CELL.clear();
                    Struct.at(COLUMNS.address(c), PsColumn.class).cell.put(process, CELL);
                    cell(c);
                }
                Stdio.stdout().line();
            }
        }
        ProcessInfo.release(processes);
        return any ? 0 : 1;
    }

    private static boolean has(Words numbers, int number) {
        for (int i = 0; i < numbers.count(); i++) {
            if (numbers.get(i) == number) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWanted(ProcessInfo process, ProcessInfo self) {
        if (all || has(PIDS, process.pid) || has(USERS, process.user)) {
            return true;
        }
        if (PIDS.count() + USERS.count() > 0) {
            return false;
        }
        boolean terminal = process.field(ProcessInfo.TERMINAL) != 0;
        boolean own = process.user == Processes.geteuid();
        if (terminals && terminal && process.field(ProcessInfo.SESSION) != process.pid) {
            return true;
        }
        if (anyUser || withoutTerminal) {
            return (anyUser || own) && (withoutTerminal || terminal);
        }
        return !terminals && own && (self == null || process.field(ProcessInfo.TERMINAL)
                == self.field(ProcessInfo.TERMINAL));
    }

    /** Puts the cell into its column; the last one ends where it ends. */
    private static void cell(int index) {
        Stream out = Stdio.stdout();
        int width = Struct.at(COLUMNS.address(index), PsColumn.class).width;
        int padding = Math.abs(width) - CELL.length();
        boolean last = index == COLUMNS.count() - 1;
        for (int i = 0; width > 0 && i < padding; i++) {
            out.putByte(' ');
        }
        out.write(CELL.address(), CELL.length());
        for (int i = 0; width < 0 && !last && i < padding; i++) {
            out.putByte(' ');
        }
        if (!last) {
            out.putByte(' ');
        }
    }
}
