package cleave.guestos.kernel.tty;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.boot.Hardware;
import cleave.guestos.kernel.device.Uart;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;
import cleave.magic.Rv;

/** The console's terminal, hosted: it types, reads and writes as a test wants. */
final class TerminalProbe {
    static final int UART = 0x1000_0000;
    private static final int BUFFER = 0x10_0000;
    private static final int ROOT_TABLE = 0x8000_0000;

    private TerminalProbe() {
    }

    static void begin() {
        DirectMap.begin(ROOT_TABLE);
        Hardware.MACHINE.timebase = 10_000_000;
        Hardware.MACHINE.uart.base = UART;
        Hardware.MACHINE.uart.bytes = 8;
        Clock.begin();
        Uart.begin();
        Process process = new Process();
        process.leader = process;
        Rv.setTp(Address.of(process));
    }

    /** Where the kernel sees the UART. */
    static int window() {
        return DirectMap.device(UART).bits();
    }

    static void type(String text) {
        for (int i = 0; i < text.length(); i++) {
            LineDiscipline.receive(Terminal.CONSOLE, text.charAt(i));
        }
    }

    static void setLocal(int on, int off) {
        Terminal terminal = Terminal.CONSOLE;
        boolean canonical = terminal.isCanonical();
        terminal.termios.local = terminal.termios.local & ~off | on;
        if (canonical != terminal.isCanonical()) {
            terminal.changeMode();
        }
    }

    static void setInput(int on, int off) {
        Terminal.CONSOLE.termios.input = Terminal.CONSOLE.termios.input & ~off | on;
    }

    static void setOutput(int flags) {
        Terminal.CONSOLE.termios.output = flags;
    }

    static void setCharacter(int which, int value) {
        Terminal.CONSOLE.termios.characters[which] = (byte) value;
    }

    private static OpenFile file() {
        OpenFile file = new OpenFile();
        file.operations = TerminalFile.OPERATIONS;
        file.flags = OpenFlags.O_RDWR | OpenFlags.O_NONBLOCK;
        file.data = Address.of(Terminal.CONSOLE);
        return file;
    }

    /** What a read of so many bytes gives: the text, or the number of an error. */
    static String read(int bytes) {
        Transfer transfer = Transfer.kernel(Address.of(BUFFER), bytes);
        int result = TerminalFile.OPERATIONS.read.read(file(), transfer);
        transfer.end();
        if (result < 0) {
            return String.valueOf(result);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < result; i++) {
            text.append((char) Address.of(BUFFER).loadUnsignedByte(i));
        }
        return text.toString();
    }

    static int write(String text) {
        for (int i = 0; i < text.length(); i++) {
            Address.of(BUFFER).storeByte(i, text.charAt(i));
        }
        Address room = Address.of(BUFFER + 0x1000);
        int made = Output.process(Terminal.CONSOLE, Address.of(BUFFER), text.length(), room);
        return Uart.send(room, made);
    }

    static boolean isStopped() {
        return Terminal.CONSOLE.stopped;
    }

    static int readable() {
        return Terminal.CONSOLE.readable();
    }
}
