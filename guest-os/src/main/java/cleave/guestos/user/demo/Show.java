package cleave.guestos.user.demo;

import cleave.guestos.abi.Rusage;
import cleave.guestos.abi.SystemInfo;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Systems;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** What the demonstrations look at, and how they say it. */
final class Show {
    static final int PAGE = 4096;

    private static final Rusage USAGE = new Rusage();
    private static final SystemInfo SYSTEM = new SystemInfo();
    private static final Line LINE = new Line();
    private static final byte[] PATH = new byte[40];

    private Show() {
    }

    /** A line, seen at once: who forks with text in a buffer prints it twice. */
    static void line(String text) {
        Stdio.stdout().put(text).line().flush();
    }

    /** A line that begins with who speaks. */
    static Stream who(String name) {
        return Stdio.stdout().put(name).put(" (pid ").put(Processes.getpid()).put("): ");
    }

    /** Page faults of this process that needed no reading. */
    static int faults() {
        Processes.getrusage(Processes.RUSAGE_SELF, USAGE);
        return USAGE.minorFaults;
    }

    /** Frames of memory that nobody uses. */
    static int freeFrames() {
        Systems.sysinfo(SYSTEM);
        return (int) (Integer.toUnsignedLong(SYSTEM.freeMemory) * SYSTEM.unit / PAGE);
    }

    /** What the last child waited for has become. */
    static void status(Stream to) {
        int word = Wait.status;
        if (Wait.exited(word)) {
            to.put("exited with ").put(Wait.exitCode(word));
        } else if (Wait.signalled(word)) {
            to.put("was ended by SIG").put(Signals.name(Wait.signal(word)));
        } else {
            to.put("was stopped by SIG").put(Signals.name(Wait.stopSignal(word)));
        }
    }

    /** The letter of a process's state in {@code /proc/PID/stat}; 0 when it is not there. */
    static int state(int process) {
        Address path = Address.of(PATH);
        Format.snprintf(path, PATH.length, "/proc/%d/stat", process);
        Stream file = Stdio.fopen(path, "re");
        if (file == null) {
            return 0;
        }
        int letter = 0;
        if (Stdio.getline(LINE, file) > 0) {
            Address behindName = Strings.findLast(LINE.text, ')');
            letter = behindName.isNull() ? 0 : behindName.loadByte(2);
        }
        Stdio.fclose(file);
        return letter;
    }
}
