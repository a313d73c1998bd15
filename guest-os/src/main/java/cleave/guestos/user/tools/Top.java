package cleave.guestos.user.tools;

import cleave.guestos.abi.PollDescriptor;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.abi.Termios;
import cleave.guestos.abi.Timespec;
import cleave.guestos.abi.WindowSize;
import cleave.guestos.libc.FileCalls;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Sort;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Terminal;
import cleave.guestos.libc.Time;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Names;
import cleave.guestos.user.tools.common.ProcFile;
import cleave.guestos.user.tools.common.ProcessInfo;
import cleave.guestos.user.tools.common.Text;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Struct;

/** {@code top}: the processes that use the processor most, again and again. */
final class Top {
    private static final String USAGE = "top [-b] [-d SECONDS] [-n TIMES]\n"
            + "Shows the processes that use the processor most; q ends it.\n"
            + "  -b  one list below the other, without the screen    -d N  every N seconds\n"
            + "  -n N  so many times\n";
    private static final int ROWS = 24;
    private static final int HEAD_ROWS = 4;
    private static final int MILLE = 1000;
    private static final int PAGE_KIB = 4;
    private static final Text CONTENTS = new Text();
    private static final WindowSize WINDOW = new WindowSize();
    private static final Termios SAVED = new Termios();
    private static final Termios RAW = new Termios();
    private static final PollDescriptor KEYBOARD = new PollDescriptor();
    private static final Timespec TIMEOUT = new Timespec();
    private static final byte[] KEY = new byte[1];

    /** The processes of the last time, to see what they have used since. */
    private static Words before;
    private static long lastTime;
    private static long elapsedTicks;

    private Top() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "bd:(delay)n:(iterations)", USAGE);
        boolean batch = !Terminal.isatty(1);
        int seconds = 3;
        int times = 0;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            if (letter == 'b') {
                batch = true;
            } else if (letter == 'd') {
                seconds = CommandLine.number(1);
            } else {
                times = CommandLine.number(1);
            }
        }
        CommandLine.need(0, 0);
        boolean keys = !batch && Terminal.tcgetattr(0, SAVED) == 0;
        if (keys) {
            Terminal.tcgetattr(0, RAW);
            RAW.local &= ~(Termios.ICANON | Termios.ECHO);
            Terminal.tcsetattr(0, Terminal.TCSADRAIN, RAW);
        }
        boolean goOn = true;
        for (int i = 1; goOn; i++) {
            show(batch);
            goOn = i != times && wait(seconds, keys);
        }
        if (keys) {
            Terminal.tcsetattr(0, Terminal.TCSADRAIN, SAVED);
        }
        return 0;
    }

    /** Waits for the time to pass; false when the user wants to leave. */
    private static boolean wait(int seconds, boolean keys) {
        Stdio.stdout().flush();
        if (!keys) {
            Time.sleep(seconds);
            return true;
        }
        KEYBOARD.descriptor = 0;
        KEYBOARD.events = (short) PollEvents.POLLIN;
        TIMEOUT.seconds = seconds;
        TIMEOUT.nanoseconds = 0;
        if (FileCalls.ppoll(Address.of(KEYBOARD), 1, Address.of(TIMEOUT), Address.of(0), 8) > 0) {
            int bytes = FileCalls.read(0, Address.of(KEY), 1);
            return bytes == 1 && KEY[0] != 'q' && KEY[0] != 'Q';
        }
        return true;
    }

    private static void show(boolean batch) {
        Words now = new Words();
        ProcessInfo.all(now);
        long time = Time.monotonic();
        elapsedTicks = before == null
                ? ProcessInfo.uptime() * ProcessInfo.ticks()
                : (time - lastTime) / (Time.NANOSECONDS / ProcessInfo.ticks());
        lastTime = time;
        Sort.pointers(now.items(), now.count(), Top::compare, 0);
        int rows = ROWS;
        if (!batch) {
            Stdio.stdout().put("\033[H\033[J");
            if (Terminal.windowSize(1, WINDOW) == 0 && WINDOW.rows > HEAD_ROWS) {
                rows = WINDOW.rows;
            }
        }
        head(now);
        int shown = batch ? now.count() : Math.min(now.count(), rows - HEAD_ROWS);
        for (int i = 0; i < shown; i++) {
            row(Struct.at(now.address(i), ProcessInfo.class));
        }
        if (batch) {
            Stdio.stdout().line();
        }
        if (before != null) {
            ProcessInfo.release(before);
        }
        before = now;
    }

    /** Ticks that a process has used since the last time. */
    private static long used(ProcessInfo process) {
        for (int i = 0; before != null && i < before.count(); i++) {
            ProcessInfo old = Struct.at(before.address(i), ProcessInfo.class);
            if (old.pid == process.pid
                    && old.field(ProcessInfo.START) == process.field(ProcessInfo.START)) {
                return process.time() - old.time();
            }
        }
        return process.time();
    }

    private static int compare(Address a, Address b, int context) {
        ProcessInfo one = Struct.at(a, ProcessInfo.class);
        ProcessInfo other = Struct.at(b, ProcessInfo.class);
        int order = Long.compare(used(other), used(one));
        return order != 0 ? order : one.pid - other.pid;
    }

    private static void head(Words processes) {
        Stream out = Stdio.stdout();
        int running = 0;
        for (int i = 0; i < processes.count(); i++) {
            running += Struct.at(processes.address(i), ProcessInfo.class).state == 'R' ? 1 : 0;
        }
        if (ProcFile.read("/proc/meminfo", CONTENTS)) {
            long total = ProcFile.value(CONTENTS, "MemTotal");
            long free = ProcFile.value(CONTENTS, "MemFree");
            out.put("Memory: ").put(total - free).put("K used, ").put(free).put("K free, ")
                    .put(ProcFile.value(CONTENTS, "Cached")).put("K cached\n");
        }
        out.put("Processes: ").put(processes.count()).put(", ").put(running).put(" running, up ")
                .put(ProcessInfo.uptime()).put(" s\n");
        if (ProcFile.read("/proc/loadavg", CONTENTS)) {
            out.put("Load: ").put(CONTENTS.address());
        }
        out.put("  PID  PPID USER     STAT   VSZ   RSS  %CPU COMMAND\n");
    }

    private static void row(ProcessInfo process) {
        Stream out = Stdio.stdout();
        Format.print(out, "%5d %5d %-8s %c    ", process.pid,
                (int) process.field(ProcessInfo.PARENT), Names.user(process.user).bits(),
                process.state, 0, 0);
        int share = elapsedTicks <= 0 ? 0
                : (int) Math.min(MILLE, used(process) * MILLE / elapsedTicks);
        Format.print(out, "%6d %5d %3d.%d %.40s\n",
                (int) (process.field(ProcessInfo.VIRTUAL_SIZE) >> 10),
                (int) process.field(ProcessInfo.RESIDENT) * PAGE_KIB, share / 10, share % 10,
                process.command.bits(), 0);
    }
}
