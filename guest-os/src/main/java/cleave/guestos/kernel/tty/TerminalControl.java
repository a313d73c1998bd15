package cleave.guestos.kernel.tty;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.Termios;
import cleave.guestos.abi.WindowSize;
import cleave.guestos.kernel.device.Uart;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/** What {@code ioctl} can ask of a terminal (ioctl_tty(2)). */
final class TerminalControl {
    private static final int FLUSH_INPUT = 0;
    private static final int FLUSH_OUTPUT = 1;
    private static final int FLUSH_BOTH = 2;
    private static final int STOP_OUTPUT = 0;
    private static final int START_OUTPUT = 1;
    private static final int START_INPUT = 3;
    private static final byte[] TYPED = new byte[1];

    /** For a value on its way from or to the program. */
    static final class Scratch extends Struct {
        @Embedded
        Termios termios;
        @Embedded
        WindowSize window;
    }

    private TerminalControl() {
    }

    static int control(OpenFile file, int request, int argument) {
        Terminal terminal = TerminalFile.of(file);
        switch (request) {
            case Termios.TCGETS -> {
                return UserMemory.copyOut(argument, Address.of(terminal.termios),
                        Struct.sizeOf(Termios.class));
            }
            case Termios.TCSETS -> {
                return set(terminal, argument, false, false);
            }
            case Termios.TCSETSW -> {
                return set(terminal, argument, true, false);
            }
            case Termios.TCSETSF -> {
                return set(terminal, argument, true, true);
            }
            case Termios.TIOCGWINSZ -> {
                return UserMemory.copyOut(argument, Address.of(terminal.window),
                        Struct.sizeOf(WindowSize.class));
            }
            case Termios.TIOCSWINSZ -> {
                return resize(terminal, argument);
            }
            case Termios.FIONREAD -> {
                return UserMemory.writeInt(argument, terminal.readable());
            }
            case Termios.TIOCOUTQ -> {
                return UserMemory.writeInt(argument, Uart.waiting());
            }
            case Termios.TCSBRK, Termios.TCSBRKP -> {
                int result = JobControl.mayChange(terminal);
                return result != 0 ? result : drain();
            }
            case Termios.TCFLSH -> {
                return flush(terminal, argument);
            }
            case Termios.TCXONC -> {
                return flow(terminal, argument);
            }
            case Termios.TIOCSTI -> {
                return type(terminal, argument);
            }
            default -> {
                return controlJobs(terminal, request, argument);
            }
        }
    }

    /**
     * {@code TIOCSTI}: a character as if it were typed. For root alone: typing for others is how
     * programs break out of what confines them.
     */
    private static int type(Terminal terminal, int argument) {
        if (!Process.current().credentials.isRoot()) {
            return -Errno.EIO;
        }
        int result = UserMemory.copyIn(Address.of(TYPED), argument, 1);
        if (result == 0) {
            result = UserMemory.copyIn(Address.of(TYPED), argument, 1);
        }
        if (result == 0) {
            LineDiscipline.receive(terminal, TYPED[0] & 0xff);
        }
        return result;
    }

    private static int controlJobs(Terminal terminal, int request, int argument) {
        Process process = Process.current().leader;
        switch (request) {
            case Termios.TIOCSCTTY -> {
                return JobControl.take(terminal, argument);
            }
            case Termios.TIOCNOTTY -> {
                return JobControl.giveUp(terminal);
            }
            case Termios.TIOCGPGRP -> {
                return process.terminal != terminal ? -Errno.ENOTTY
                        : UserMemory.writeInt(argument, terminal.foreground);
            }
            case Termios.TIOCGSID -> {
                return process.terminal != terminal ? -Errno.ENOTTY
                        : UserMemory.writeInt(argument, terminal.session);
            }
            case Termios.TIOCSPGRP -> {
                int result = UserMemory.readInt(argument);
                return result != 0 ? result
                        : JobControl.setForeground(terminal, UserMemory.word());
            }
            case Termios.TIOCEXCL, Termios.TIOCNXCL -> {
                // The console is everybody's; root could open it all the same.
                return 0;
            }
            default -> {
                return -Errno.ENOTTY;
            }
        }
    }

    private static int set(Terminal terminal, int argument, boolean drains, boolean drops) {
        int result = JobControl.mayChange(terminal);
        if (result == 0 && drains) {
            result = drain();
        }
        if (result != 0) {
            return result;
        }
        Scratch scratch = new Scratch();
        if (scratch == null) {
            return -Errno.ENOMEM;
        }
        Address from = Address.of(scratch.termios);
        result = UserMemory.copyIn(from, argument, Struct.sizeOf(Termios.class));
        if (result == 0) {
            boolean canonical = terminal.isCanonical();
            Address to = Address.of(terminal.termios);
            for (int i = 0; i < Struct.sizeOf(Termios.class); i += Integer.BYTES) {
                to.storeInt(i, from.loadInt(i));
            }
            if (drops) {
                terminal.dropInput();
            }
            if (canonical != terminal.isCanonical()) {
                terminal.changeMode();
            }
            if (!terminal.hasInput(Termios.IXON)) {
                LineDiscipline.start(terminal);
            }
            terminal.readers.wakeAll();
        }
        Heap.free(scratch, Struct.sizeOf(Scratch.class));
        return result;
    }

    /** Waits until all output is sent. */
    private static int drain() {
        int result = 0;
        while (result == 0 && Uart.waiting() > 0) {
            result = Uart.room().sleep();
        }
        return result;
    }

    private static int resize(Terminal terminal, int argument) {
        Scratch scratch = new Scratch();
        if (scratch == null) {
            return -Errno.ENOMEM;
        }
        Address from = Address.of(scratch.window);
        int result = UserMemory.copyIn(from, argument, Struct.sizeOf(WindowSize.class));
        if (result == 0) {
            Address to = Address.of(terminal.window);
            boolean same = to.loadInt(0) == from.loadInt(0) && to.loadInt(4) == from.loadInt(4);
            to.storeInt(0, from.loadInt(0));
            to.storeInt(4, from.loadInt(4));
            if (!same) {
                JobControl.signalForeground(terminal, Signal.SIGWINCH);
            }
        }
        Heap.free(scratch, Struct.sizeOf(Scratch.class));
        return result;
    }

    private static int flush(Terminal terminal, int what) {
        int result = JobControl.mayChange(terminal);
        if (result != 0) {
            return result;
        }
        if (what < FLUSH_INPUT || what > FLUSH_BOTH) {
            return -Errno.EINVAL;
        }
        if (what != FLUSH_OUTPUT) {
            terminal.dropInput();
        }
        if (what != FLUSH_INPUT) {
            Uart.drop();
        }
        return 0;
    }

    private static int flow(Terminal terminal, int what) {
        int result = JobControl.mayChange(terminal);
        if (result != 0) {
            return result;
        }
        if (what < STOP_OUTPUT || what > START_INPUT) {
            return -Errno.EINVAL;
        }
        if (what == STOP_OUTPUT) {
            terminal.stopped = true;
        } else if (what == START_OUTPUT) {
            LineDiscipline.start(terminal);
        }
        // To stop and start input would be to send a character, which the other side does not ask
        // for.
        return 0;
    }
}
