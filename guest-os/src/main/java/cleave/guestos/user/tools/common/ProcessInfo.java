package cleave.guestos.user.tools.common;

import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Sort;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** A process as {@code /proc/PID} tells of it (proc(5), {@code stat} and {@code cmdline}). */
public final class ProcessInfo extends Struct {
    /** Fields of {@code stat}, counted as proc(5) does. */
    public static final int PARENT = 4;
    public static final int GROUP = 5;
    public static final int SESSION = 6;
    public static final int TERMINAL = 7;
    public static final int FOREGROUND = 8;
    public static final int MINOR_FAULTS = 10;
    public static final int MAJOR_FAULTS = 12;
    public static final int USER_TIME = 14;
    public static final int SYSTEM_TIME = 15;
    public static final int PRIORITY = 18;
    public static final int NICE = 19;
    public static final int THREADS = 20;
    public static final int START = 22;
    public static final int VIRTUAL_SIZE = 23;
    public static final int RESIDENT = 24;

    private static final int FIELDS = 25;
    private static final int AT_CLKTCK = 17;
    private static final int TICKS = 100;
    private static final Text PATH = new Text();
    private static final Text CONTENTS = new Text();
    private static final Statx FILE = new Statx();
    private static final byte[] DIGITS = new byte[12];

    public int pid;
    public int user;
    public int state;
    public Address name;
    /** The words of the command line with spaces between; {@code [name]} if there are none. */
    public Address command;
    @Inline(FIELDS)
    private long[] fields;

    public long field(int number) {
        return fields[number];
    }

    /** Ticks of processor time. */
    public long time() {
        return fields[USER_TIME] + fields[SYSTEM_TIME];
    }

    /** How many ticks a second has. */
    public static int ticks() {
        int told = Program.auxiliary(AT_CLKTCK);
        return told > 0 ? told : TICKS;
    }

    /** Seconds since the machine began. */
    public static long uptime() {
        return ProcFile.read("/proc/uptime", CONTENTS)
                ? Numbers.parse(CONTENTS.address(), 10) : 0;
    }

    /** All processes by their numbers. Ends the program if there is no {@code /proc}. */
    public static void all(Words to) {
        Words names = new Words();
        if (!Tree.read(Address.of("/proc"), names) || names.count() == 0) {
            Errors.message().put("/proc: nothing is mounted there that tells of processes").line();
            Program.exit(1);
        }
        for (int i = 0; i < names.count(); i++) {
            if (Characters.isDigit(names.address(i).loadByte(0))) {
                ProcessInfo process = of(Numbers.toInt(names.address(i)));
                if (process != null) {
                    to.add(Address.of(process));
                }
            }
        }
        names.release(true);
        Heap.free(names);
        Sort.pointers(to.items(), to.count(), ProcessInfo::byNumber, 0);
    }

    private static int byNumber(Address a, Address b, int context) {
        return Struct.at(a, ProcessInfo.class).pid - Struct.at(b, ProcessInfo.class).pid;
    }

    /** One process; null if there is none, or none any more. */
    public static ProcessInfo of(int pid) {
        if (!ProcFile.read(path(pid, "/stat"), CONTENTS)) {
            return null;
        }
        Address open = Strings.find(CONTENTS.address(), '(');
        Address close = Strings.findLast(CONTENTS.address(), ')');
        if (open.isNull() || close.isNull() || close.loadByte(1) == 0) {
            return null;
        }
        ProcessInfo process = new ProcessInfo();
        process.pid = pid;
        process.name = Strings.duplicate(open.plus(1), close.minus(open) - 1);
        process.state = close.loadUnsignedByte(2);
        Address at = close.plus(3);
        for (int i = PARENT; i < FIELDS && at.loadByte(0) != 0; i++) {
            process.fields[i] = Numbers.parse(at, 10);
            at = Numbers.end();
        }
        process.user = Files.stat(path(pid, ""), FILE) == 0 ? FILE.user : 0;
        process.command = command(process);
        return process;
    }

    private static Address path(int pid, String file) {
        PATH.clear().put("/proc/");
        Format.snprintf(Address.of(DIGITS), DIGITS.length, "%d", pid);
        return PATH.put(Address.of(DIGITS)).put(file).address();
    }

    private static Address command(ProcessInfo process) {
        if (!ProcFile.read(path(process.pid, "/cmdline"), CONTENTS) || CONTENTS.length() == 0) {
            CONTENTS.clear().put('[').put(process.name).put(']');
            return Strings.duplicate(CONTENTS.address());
        }
        int length = CONTENTS.length();
        while (length > 0 && CONTENTS.byteAt(length - 1) == 0) {
            length--;
        }
        Address command = Strings.duplicate(CONTENTS.address(), length);
        for (int i = 0; i < length; i++) {
            if (Characters.isControl(command.loadUnsignedByte(i))) {
                command.storeByte(i, ' ');
            }
        }
        return command;
    }

    /** Gives processes back. */
    public static void release(Words processes) {
        for (int i = 0; i < processes.count(); i++) {
            ProcessInfo process = Struct.at(processes.address(i), ProcessInfo.class);
            Heap.free(process.name);
            Heap.free(process.command);
        }
        processes.release(true);
    }

    /** Writes the name of a terminal by its number, or a question mark. */
    public static void putTerminal(long number, Text to) {
        int major = (int) number >> 8 & 0xfff;
        int minor = (int) number & 0xff | (int) number >> 12 & 0xfff00;
        int shown = minor;
        if (number == 0) {
            to.put('?');
            return;
        }
        if (major == 5 && minor == 1) {
            to.put("console");
            return;
        }
        if (major == 136) {
            to.put("pts/");
        } else if (major == 4 && minor >= 64) {
            to.put("ttyS");
            shown = minor - 64;
        } else if (major == 4) {
            to.put("tty");
        } else {
            to.put('?');
            return;
        }
        Format.snprintf(Address.of(DIGITS), DIGITS.length, "%d", shown);
        to.put(Address.of(DIGITS));
    }
}
