package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Termios;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Terminal;
import cleave.guestos.libc.Time;
import cleave.magic.Address;

/** S4: what a program reads of what was typed, as the terminal's modes say. */
final class LineRows {
    private static final int ERASE = 0x7f;
    private static final int KILL = 0x15;
    private static final int WORD = 0x17;
    private static final int LITERAL = 0x16;
    private static final int END = 4;
    private static final int SECOND_END = ';';
    private static final int[] NUMBER = new int[1];

    private LineRows() {
    }

    static void run() {
        Apart.part(LineRows::lines, "lines");
        Apart.part(LineRows::editing, "lines that are edited");
        Apart.part(LineRows::translations, "characters that are translated");
        Apart.part(LineRows::characters, "characters without lines");
        Apart.part(LineRows::modesChange, "modes that change");
    }

    private static int waiting() {
        Files.ioctl(Typing.file(), Termios.FIONREAD, Address.of(NUMBER).bits());
        return NUMBER[0];
    }

    /** What is typed is read as this. */
    private static void reads(String wanted, String what) {
        int result = Typing.read();
        Check.equal(wanted.length(), result, what);
        if (result > 0) {
            Check.equal(wanted, Typing.text(), what);
        }
    }

    private static void lines() {
        Typing.modes(0, 0);
        Typing.type("ab");
        Check.equal(0, waiting(), "a line that is not complete cannot be read");
        Check.equal(-Errno.EAGAIN, Typing.read(), "nor waited for when reading does not wait");
        Typing.type("c\nnext\n");
        Check.equal(9, waiting(), "FIONREAD");
        reads("abc\n", "a read gives one line");
        Check.equal(2, Typing.read(Typing.file(), 2), "a short one part of it");
        reads("xt\n", "the next the rest");
        Check.equal(-Errno.EAGAIN, Typing.read(), "no more");
        Typing.type("ab");
        Typing.type(END);
        reads("ab", "Ctrl-D gives what is there");
        Typing.type(END);
        Check.equal(0, Typing.read(), "and by itself the end");
        Check.equal(-Errno.EAGAIN, Typing.read(), "which is told once");
        Typing.modes(0, 0);
        Typing.character(Termios.VEOL, SECOND_END);
        Typing.type("a;b\n");
        reads("a;", "VEOL ends a line, too");
        reads("b\n", "the next line");
        int child = Apart.start(() -> Typing.read(Typing.blocking(), 10));
        Proc.await(child, 'S', "who reads sleeps until the line is complete");
        Typing.type("abc");
        Time.millisleep(10);
        Check.equal('S', Proc.state(child), "part of it is not enough");
        Typing.type("\n");
        Check.equal(4, Apart.end(child), "then it has it");
    }

    private static void editing() {
        Typing.modes(0, 0);
        Typing.type("abx");
        Typing.type(ERASE);
        Typing.type("c\n");
        reads("abc\n", "VERASE");
        Typing.type("gone");
        Typing.type(KILL);
        Typing.type("here\n");
        reads("here\n", "VKILL");
        Typing.type("one two  ");
        Typing.type(WORD);
        Typing.type("three\n");
        reads("one three\n", "VWERASE");
        Typing.type(LITERAL);
        Typing.type(ERASE);
        Typing.type("x\n");
        reads("\u007fx\n", "VLNEXT");
        Typing.type("ab\n");
        Typing.type(ERASE);
        Typing.type("c\n");
        reads("ab\n", "a line that is complete is not erased");
        reads("c\n", "the next is");
        Typing.modes(0, Termios.IEXTEN);
        Typing.type("ab");
        Typing.type(WORD);
        Typing.type("\n");
        reads("ab\u0017\n", "without IEXTEN VWERASE is a character");
        Typing.modes(0, 0);
        Typing.character(Termios.VERASE, '#');
        Typing.type("ab#c\n");
        reads("ac\n", "another character for VERASE");
    }

    private static void translations() {
        Typing.modes(0, 0);
        Typing.type("a\r");
        reads("a\n", "ICRNL");
        Typing.inputModes(0, Termios.ICRNL);
        Typing.type("a\rb\n");
        reads("a\rb\n", "without it");
        Typing.inputModes(Termios.IGNCR, 0);
        Typing.type("a\rb\n");
        reads("ab\n", "IGNCR");
        Typing.inputModes(Termios.INLCR, Termios.ICRNL);
        Typing.character(Termios.VEOL, '\r');
        Typing.type("a\n");
        reads("a\r", "INLCR");
        Typing.inputModes(Termios.ISTRIP, 0);
        Typing.type(0x80 | 'a');
        Typing.type("\n");
        reads("a\n", "ISTRIP");
    }

    private static void characters() {
        Typing.raw(0, 0);
        Check.equal(0, Typing.read(), "MIN 0 and TIME 0: nothing is there");
        Typing.type("a\r");
        Typing.type(ERASE);
        reads("a\r\u007f", "what is there is read as it is");
        Typing.raw(0, 2);
        int start = Work.now();
        Check.equal(0, Typing.read(Typing.blocking(), 10), "TIME: nothing comes");
        Check.between(200, Work.LONG, Work.now() - start, "milliseconds that it waits");
        Typing.raw(3, 0);
        int child = Apart.start(() -> Typing.read(Typing.blocking(), 10));
        Typing.type("ab");
        Proc.await(child, 'S', "MIN 3: two are not enough");
        Typing.type("c");
        Check.equal(3, Apart.end(child), "three are");
        Typing.raw(5, 1);
        child = Apart.start(() -> Typing.read(Typing.blocking(), 10));
        Time.millisleep(150);
        Check.equal('S', Proc.state(child), "MIN 5, TIME: it waits for the first for ever");
        Typing.type("ab");
        Check.equal(2, Apart.end(child), "and for each other as long as it may");
        Typing.type("abcdef");
        Check.equal(4, Typing.read(Typing.blocking(), 4), "a full buffer is always enough");
        reads("ef", "the rest");
    }

    private static void modesChange() {
        Typing.modes(0, 0);
        Typing.type("par");
        Check.equal(0, waiting(), "part of a line");
        Typing.raw(0, 0);
        Check.equal(3, waiting(), "can be read when there are no lines");
        reads("par", "what it is");
        Typing.modes(0, 0);
        Typing.type("ab\n");
        Files.ioctl(Typing.file(), Termios.TCFLSH, 0);
        Check.equal(0, waiting(), "TCFLSH drops what was typed");
        Typing.type("ab\n");
        Terminal.tcsetattr(Typing.file(), Terminal.TCSADRAIN, Typing.now());
        Check.equal(3, waiting(), "TCSADRAIN does not");
        Terminal.tcsetattr(Typing.file(), Terminal.TCSAFLUSH, Typing.now());
        Check.equal(0, waiting(), "TCSAFLUSH does");
        Check.fails(Errno.EINVAL, Files.ioctl(Typing.file(), Termios.TCFLSH, 3), "a bad queue");
        Check.fails(Errno.ENOTTY, Files.ioctl(Typing.file(), 0x9999, 0), "an unknown request");
        Check.fails(Errno.EFAULT, Files.ioctl(Typing.file(), Termios.TCGETS, 8),
                "a bad address");
        Check.equal(Errno.EIO, Apart.run(() -> {
            Processes.setuid(1000);
            return Files.ioctl(Typing.file(), Termios.TIOCSTI, Address.of(NUMBER).bits()) < 0
                    ? Errors.errno : 0;
        }), "typing for others by who is not root");
    }
}
