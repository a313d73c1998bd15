package cleave.guestos.user.tools;

import cleave.guestos.libc.Calendar;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Time;
import cleave.guestos.user.tools.common.Names;
import cleave.guestos.user.tools.common.ProcFile;
import cleave.guestos.user.tools.common.ProcessInfo;
import cleave.guestos.user.tools.common.Text;
import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Struct;

/** What {@code ps} can say of a process: a column with its name, heading, width and contents. */
final class PsColumn extends Struct {
    /** Writes a process's cell. */
    interface Cell extends Fn {
        void put(ProcessInfo process, Text to);
    }

    private static final int PAGE_KIB = 4;
    private static final int DAY = 86_400;
    private static final byte[] TEXT = new byte[40];
    private static final Text CONTENTS = new Text();
    private static final Calendar DATE = new Calendar();

    static final PsColumn[] ALL = {
        of("args", "COMMAND", -27, PsColumn::command),
        of("cmd", "CMD", -27, PsColumn::command),
        of("command", "COMMAND", -27, PsColumn::command),
        of("comm", "COMMAND", -15, PsColumn::name),
        of("ucmd", "CMD", -15, PsColumn::name),
        of("pid", "PID", 5, (process, to) -> number(process.pid, to)),
        of("ppid", "PPID", 5, (process, to) -> field(process, ProcessInfo.PARENT, to)),
        of("pgid", "PGID", 5, (process, to) -> field(process, ProcessInfo.GROUP, to)),
        of("pgrp", "PGRP", 5, (process, to) -> field(process, ProcessInfo.GROUP, to)),
        of("sid", "SID", 5, (process, to) -> field(process, ProcessInfo.SESSION, to)),
        of("sess", "SESS", 5, (process, to) -> field(process, ProcessInfo.SESSION, to)),
        of("tpgid", "TPGID", 5, (process, to) -> field(process, ProcessInfo.FOREGROUND, to)),
        of("user", "USER", -8, (process, to) -> to.put(Names.user(process.user))),
        of("uid", "UID", 5, (process, to) -> number(process.user, to)),
        of("tty", "TT", -8, PsColumn::terminal),
        of("tname", "TTY", -8, PsColumn::terminal),
        of("time", "TIME", 8, PsColumn::time),
        of("bsdtime", "TIME", 6, PsColumn::shortTime),
        of("etime", "ELAPSED", 11, PsColumn::elapsed),
        of("stime", "STIME", 5, PsColumn::start),
        of("start", "START", 5, PsColumn::start),
        of("stat", "STAT", -4, PsColumn::state),
        of("s", "S", -1, (process, to) -> to.put(process.state)),
        of("state", "S", -1, (process, to) -> to.put(process.state)),
        of("c", "C", 2, (process, to) -> number(perMille(process) / 10, to)),
        of("pcpu", "%CPU", 4, (process, to) -> tenths(perMille(process), to)),
        of("pmem", "%MEM", 4, (process, to) -> tenths(memory(process), to)),
        of("ni", "NI", 3, (process, to) -> field(process, ProcessInfo.NICE, to)),
        of("nice", "NI", 3, (process, to) -> field(process, ProcessInfo.NICE, to)),
        of("pri", "PRI", 3, (process, to) -> field(process, ProcessInfo.PRIORITY, to)),
        of("nlwp", "NLWP", 4, (process, to) -> field(process, ProcessInfo.THREADS, to)),
        of("vsz", "VSZ", 6,
                (process, to) -> number(process.field(ProcessInfo.VIRTUAL_SIZE) >> 10, to)),
        of("rss", "RSS", 5,
                (process, to) -> number(process.field(ProcessInfo.RESIDENT) * PAGE_KIB, to)),
        of("min_flt", "MINFL", 6,
                (process, to) -> field(process, ProcessInfo.MINOR_FAULTS, to)),
        of("maj_flt", "MAJFL", 6,
                (process, to) -> field(process, ProcessInfo.MAJOR_FAULTS, to)),
    };

    String name;
    String heading;
    /** Below 0 for columns that begin at the left. */
    int width;
    Cell cell;

    private static PsColumn of(String name, String heading, int width, Cell cell) {
        PsColumn made = new PsColumn();
        made.name = name;
        made.heading = heading;
        made.width = width;
        made.cell = cell;
        return made;
    }

    /** The column of that name; null if there is none. */
    static PsColumn find(Address name, int length) {
        for (PsColumn column : ALL) {
            if (column.name.length() == length
                    && Strings.compare(name, Address.of(column.name), length) == 0) {
                return column;
            }
        }
        return null;
    }

    // ---- cells ----

    private static void number(long value, Text to) {
        Format.snprintf(Address.of(TEXT), TEXT.length, "%lld", (int) value, (int) (value >> 32));
        to.put(Address.of(TEXT));
    }

    private static void field(ProcessInfo process, int field, Text to) {
        number(process.field(field), to);
    }

    private static void tenths(int value, Text to) {
        Format.snprintf(Address.of(TEXT), TEXT.length, "%d.%d", value / 10, value % 10);
        to.put(Address.of(TEXT));
    }

    private static void command(ProcessInfo process, Text to) {
        to.put(process.command);
    }

    private static void name(ProcessInfo process, Text to) {
        to.put(process.name);
        if (process.state == 'Z') {
            to.put(" <defunct>");
        }
    }

    private static void terminal(ProcessInfo process, Text to) {
        ProcessInfo.putTerminal(process.field(ProcessInfo.TERMINAL), to);
    }

    private static void time(ProcessInfo process, Text to) {
        int seconds = (int) (process.time() / ProcessInfo.ticks());
        Format.snprintf(Address.of(TEXT), TEXT.length, "%02d:%02d:%02d", seconds / 3600,
                seconds / 60 % 60, seconds % 60);
        to.put(Address.of(TEXT));
    }

    private static void shortTime(ProcessInfo process, Text to) {
        int seconds = (int) (process.time() / ProcessInfo.ticks());
        Format.snprintf(Address.of(TEXT), TEXT.length, "%d:%02d", seconds / 60, seconds % 60);
        to.put(Address.of(TEXT));
    }

    private static int age(ProcessInfo process) {
        return (int) Math.max(0, ProcessInfo.uptime()
                - process.field(ProcessInfo.START) / ProcessInfo.ticks());
    }

    private static void elapsed(ProcessInfo process, Text to) {
        int seconds = age(process);
        int days = seconds / DAY;
        int hours = seconds / 3600 % 24;
        int length = 0;
        if (days > 0) {
            length = Format.snprintf(Address.of(TEXT), TEXT.length, "%d-%02d:", days, hours);
        } else if (hours > 0) {
            length = Format.snprintf(Address.of(TEXT), TEXT.length, "%02d:", hours);
        }
        Format.snprintf(Address.of(TEXT).plus(length), TEXT.length - length, "%02d:%02d",
                seconds / 60 % 60, seconds % 60);
        to.put(Address.of(TEXT));
    }

    private static void start(ProcessInfo process, Text to) {
        long now = Time.time();
        long began = now - age(process);
        Calendar.gmtime(began, DATE);
        Calendar.strftime(Address.of(TEXT), TEXT.length,
                Address.of(now - began < DAY ? "%H:%M" : "%b%d"), DATE);
        to.put(Address.of(TEXT));
    }

    private static void state(ProcessInfo process, Text to) {
        to.put(process.state);
        long nice = process.field(ProcessInfo.NICE);
        if (nice != 0) {
            to.put(nice < 0 ? '<' : 'N');
        }
        if (process.field(ProcessInfo.SESSION) == process.pid) {
            to.put('s');
        }
        if (process.field(ProcessInfo.THREADS) > 1) {
            to.put('l');
        }
        if (process.field(ProcessInfo.FOREGROUND) == process.field(ProcessInfo.GROUP)) {
            to.put('+');
        }
    }

    /** Thousandths of a processor over the whole life. */
    private static int perMille(ProcessInfo process) {
        int seconds = age(process);
        return seconds == 0 ? 0 : (int) Math.min(999, process.time() * 1000
                / ((long) ProcessInfo.ticks() * seconds));
    }

    /** Thousandths of the memory. */
    private static int memory(ProcessInfo process) {
        long total = ProcFile.read("/proc/meminfo", CONTENTS)
                ? ProcFile.value(CONTENTS, "MemTotal") : 0;
        return total <= 0 ? 0
                : (int) (process.field(ProcessInfo.RESIDENT) * PAGE_KIB * 1000 / total);
    }
}
