package cleave.guestos.user.tools;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.magic.Address;

/** {@code dmesg}: what the kernel has said. */
final class Dmesg {
    private static final String USAGE = "dmesg [-cCr] [-n LEVEL]\n"
            + "Prints what the kernel has said.\n"
            + "  -c  and forget it then    -C  forget it    -r  with levels, as it is stored\n"
            + "  -n LEVEL  say on the console what is more urgent than this, 1 to 8\n";
    private static final int READ_ALL = 3;
    private static final int READ_CLEAR = 4;
    private static final int CLEAR = 5;
    private static final int CONSOLE_LEVEL = 8;
    private static final int SIZE_BUFFER = 10;
    private static final int SIZE = 0x2_0000;

    private Dmesg() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "c(read-clear)C(clear)n:(console-level)r(raw)",
                USAGE);
        int action = READ_ALL;
        boolean raw = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'c' -> action = READ_CLEAR;
                case 'C' -> action = CLEAR;
                case 'n' -> {
                    int level = CommandLine.number(1);
                    return result(Syscalls.syslog(CONSOLE_LEVEL, Address.of(0), level));
                }
                default -> raw = true;
            }
        }
        CommandLine.need(0, 0);
        if (action == CLEAR) {
            return result(Syscalls.syslog(CLEAR, Address.of(0), 0));
        }
        int told = Syscalls.syslog(SIZE_BUFFER, Address.of(0), 0);
        int size = Errors.are(told) ? SIZE : Math.max(SIZE, told);
        Address buffer = Heap.malloc(size);
        if (buffer.isNull()) {
            return result(-Errors.errno);
        }
        int bytes = Syscalls.syslog(action, buffer, size);
        if (Errors.are(bytes)) {
            return result(bytes);
        }
        print(buffer, bytes, raw);
        return 0;
    }

    private static int result(int raw) {
        if (Errors.result(raw) < 0) {
            Errors.warnErrno("the kernel's log");
            return 1;
        }
        return 0;
    }

    /** Lines begin with a level, {@code <6>}, which people do not want to see. */
    private static void print(Address text, int length, boolean raw) {
        Stream out = Stdio.stdout();
        boolean start = true;
        int last = '\n';
        for (int i = 0; i < length; i++) {
            last = text.loadUnsignedByte(i);
            if (start && !raw && last == '<') {
                int end = i + 1;
                while (end < length && text.loadByte(end) >= '0' && text.loadByte(end) <= '9') {
                    end++;
                }
                if (end > i + 1 && end < length && text.loadByte(end) == '>') {
                    i = end;
                    start = false;
                    continue;
                }
            }
            out.putByte(last);
            start = last == '\n';
        }
        if (last != '\n') {
            out.line();
        }
    }
}
