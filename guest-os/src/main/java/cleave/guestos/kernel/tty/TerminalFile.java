package cleave.guestos.kernel.tty;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.abi.Termios;
import cleave.guestos.kernel.device.Uart;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.PollTable;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;
import cleave.magic.Struct;

/** A terminal as a file: POSIX, General Terminal Interface, in the way of Linux. */
public final class TerminalFile {
    private static final int CHUNK = 448;
    /** Where in a frame the processed output is. */
    private static final int PROCESSED = 512;
    private static final int TENTHS = 10;
    private static final int ALIAS_OF_CONTROLLING = 5 << 8;
    private static final int CONSOLE = 5 << 8 | 1;

    public static final FileOperations OPERATIONS = operations();

    private TerminalFile() {
    }

    private static FileOperations operations() {
        FileOperations operations = new FileOperations();
        operations.open = TerminalFile::open;
        operations.read = TerminalFile::read;
        operations.write = TerminalFile::write;
        operations.control = TerminalControl::control;
        operations.poll = TerminalFile::poll;
        return operations;
    }

    static Terminal of(OpenFile file) {
        return Struct.at(file.data, Terminal.class);
    }

    /**
     * Opens the console, or by {@code /dev/tty} the process's own terminal. A leader of a session
     * without a terminal gets the serial line as its own, but not by the name of the console.
     */
    private static int open(Inode inode, OpenFile file) {
        Process process = Process.current().leader;
        Terminal terminal = Terminal.CONSOLE;
        if (inode.device == ALIAS_OF_CONTROLLING) {
            terminal = process.terminal;
            if (terminal == null) {
                return -Errno.ENXIO;
            }
        } else if (inode.device != CONSOLE && (file.flags & OpenFlags.O_NOCTTY) == 0) {
            JobControl.takeIfFree(terminal, process);
        }
        file.data = Address.of(terminal);
        return 0;
    }

    private static int read(OpenFile file, Transfer to) {
        Terminal terminal = of(file);
        int result = JobControl.mayRead(terminal);
        if (result != 0 || to.remaining == 0) {
            return result;
        }
        return terminal.isCanonical() ? readLine(terminal, file, to)
                : readCharacters(terminal, file, to);
    }

    /** Waits for what was typed; meanwhile the process may have lost the foreground. */
    private static int awaitInput(Terminal terminal, OpenFile file, long deadline) {
        if (file.isNonBlocking()) {
            return -Errno.EAGAIN;
        }
        int result = deadline == Long.MAX_VALUE ? terminal.readers.sleep()
                : terminal.readers.sleepUntil(deadline);
        return result != 0 ? result : JobControl.mayRead(terminal);
    }

    private static int readLine(Terminal terminal, OpenFile file, Transfer to) {
        while (terminal.reading || terminal.readable() == 0) {
            int result = awaitInput(terminal, file, Long.MAX_VALUE);
            if (result != 0) {
                return result;
            }
        }
        int bytes = 0;
        boolean ended = false;
        while (!ended && bytes < to.remaining && terminal.read + bytes != terminal.lineEnd) {
            ended = terminal.endsLine(terminal.read + bytes);
            bytes++;
        }
        // The end of a file is no character; behind a full buffer it is forgotten, too.
        boolean endOfFile = ended && isEndOfFile(terminal, terminal.read + bytes - 1);
        boolean hidden = !ended && isEndOfFile(terminal, terminal.read + bytes);
        int result = give(terminal, to, endOfFile ? bytes - 1 : bytes);
        if (result >= 0 && (endOfFile || hidden)) {
            terminal.skip();
        }
        return result;
    }

    private static boolean isEndOfFile(Terminal terminal, int place) {
        return place != terminal.lineEnd && terminal.endsLine(place)
                && terminal.at(place) == Terminal.DISABLED;
    }

    /**
     * Gives characters, and takes them out unless a signal has dropped them meanwhile. Giving may
     * sleep for a page of the program, so that others are kept away.
     */
    private static int give(Terminal terminal, Transfer to, int bytes) {
        terminal.reading = true;
        int place = terminal.read;
        int done = 0;
        int result = 0;
        while (result == 0 && done < bytes && terminal.read == place + done) {
            int part = Math.min(bytes - done, terminal.untilWrap(place + done));
            result = to.give(terminal.address(place + done), part);
            if (result == 0) {
                terminal.read += terminal.read == place + done ? part : 0;
                done += part;
            }
        }
        terminal.reading = false;
        if (terminal.readable() > 0) {
            terminal.readers.wakeAll();
        }
        return done > 0 ? done : result;
    }

    /** Without lines: {@code MIN} characters, or those that come before {@code TIME} is over. */
    private static int readCharacters(Terminal terminal, OpenFile file, Transfer to) {
        int least = terminal.termios.characters[Termios.VMIN] & 0xff;
        int tenths = terminal.termios.characters[Termios.VTIME] & 0xff;
        long patience = (long) tenths * Clock.frequency() / TENTHS;
        long deadline = tenths == 0 || least > 0 ? Long.MAX_VALUE : Clock.ticks() + patience;
        int done = 0;
        while (true) {
            int part = terminal.reading ? 0
                    : give(terminal, to, Math.min(to.remaining, terminal.readable()));
            if (part < 0) {
                return done > 0 ? done : part;
            }
            done += part;
            if (to.remaining == 0 || done > 0 && done >= least || least == 0 && tenths == 0
                    || Clock.ticks() >= deadline) {
                return done;
            }
            if (part > 0 && tenths > 0) {
                deadline = Clock.ticks() + patience;
            }
            int result = awaitInput(terminal, file, deadline);
            if (result != 0) {
                return done > 0 ? done : result;
            }
        }
    }

    private static int write(OpenFile file, Transfer from) {
        Terminal terminal = of(file);
        int result = terminal.hasLocal(Termios.TOSTOP) ? JobControl.mayChange(terminal) : 0;
        if (result != 0) {
            return result;
        }
        Frame frame = Frames.allocate();
        if (frame == null) {
            return -Errno.ENOMEM;
        }
        int done = 0;
        while (result >= 0 && from.remaining > 0) {
            result = awaitTurn(terminal, file);
            if (result == 0) {
                int bytes = Math.min(from.remaining, CHUNK);
                result = from.take(frame.address(), bytes);
                if (result >= 0) {
                    done += bytes;
                    send(terminal, frame.address(), bytes);
                }
            }
        }
        Frames.release(frame);
        return done > 0 ? done : result;
    }

    /** Waits while output is stopped, or there is no room for it. */
    private static int awaitTurn(Terminal terminal, OpenFile file) {
        while (terminal.stopped || !Uart.hasRing()) {
            if (file.isNonBlocking()) {
                return -Errno.EAGAIN;
            }
            int result = terminal.stopped ? terminal.writers.sleep() : Uart.room().sleep();
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    private static void send(Terminal terminal, Address chunk, int bytes) {
        Address processed = chunk.plus(PROCESSED);
        int made = Output.process(terminal, chunk, bytes, processed);
        int sent = Uart.send(processed, made);
        while (sent < made) {
            Uart.room().sleepUninterruptible();
            sent += Uart.send(processed.plus(sent), made - sent);
        }
    }

    private static int poll(OpenFile file, PollTable table) {
        Terminal terminal = of(file);
        if (table != null) {
            table.add(Address.of(terminal.readers));
            table.add(Address.of(terminal.writers));
            table.add(Address.of(Uart.room()));
        }
        int ready = terminal.isReadable() ? PollEvents.POLLIN | PollEvents.POLLRDNORM : 0;
        return terminal.stopped || !Uart.hasRing() ? ready
                : ready | PollEvents.POLLOUT | PollEvents.POLLWRNORM;
    }
}
