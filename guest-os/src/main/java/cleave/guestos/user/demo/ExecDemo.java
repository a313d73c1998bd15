package cleave.guestos.user.demo;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.WordList;
import cleave.magic.Address;

/**
 * {@code execdemo}: exec puts another program in the place of this one: the process, its pid and
 * its open files stay, the memory goes. An exec that fails changes nothing.
 */
final class ExecDemo {
    private static final byte[] PID = new byte[12];
    private static final byte[] KEPT = new byte[12];
    private static final byte[] CLOSED = new byte[12];
    private static final WordList WORDS = new WordList();
    private static final String SELF = "/bin/execdemo";

    private static int memory = 1;

    private ExecDemo() {
    }

    static int main(int count, Address arguments) {
        if (count == 5 && Strings.equal(Program.argument(1), "again")) {
            again();
            return 0;
        }
        memory = 2;
        fails("/bin/no-such-program");
        fails("/etc/passwd");
        fails("/etc/passwd/program");
        fails("/bin");
        notAProgram();
        int kept = Files.open("/etc/passwd", OpenFlags.O_RDONLY);
        int closed = Files.open("/etc/passwd", OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC);
        Format.snprintf(Address.of(PID), PID.length, "%d", Processes.getpid());
        Format.snprintf(Address.of(KEPT), KEPT.length, "%d", kept);
        Format.snprintf(Address.of(CLOSED), CLOSED.length, "%d", closed);
        Environment.setenv("COLOUR", "green");
        Stdio.printf("memory says %d; now exec runs the same program once more\n", memory);
        Stdio.stdout().flush();
        WORDS.add("execdemo");
        WORDS.add("again");
        WORDS.add(Address.of(PID));
        WORDS.add(Address.of(KEPT));
        WORDS.add(Address.of(CLOSED));
        Exec.execv(Address.of(SELF), WORDS.first);
        Errors.dieErrno(1, SELF);
        return 1;
    }

    private static void fails(String path) {
        Exec.execl(Address.of(path), Address.of(path));
        Stdio.printf("exec of %s: %s; this program goes on\n", Address.of(path),
                Errors.strerror(Errors.errno));
    }

    private static void notAProgram() {
        String path = "/tmp/execdemo.txt";
        int file = Files.creat(Address.of(path), 0755);
        Files.write(file, "\u0001this is no program\n");
        Files.close(file);
        fails(path);
        Files.unlink(Address.of(path));
    }

    private static void again() {
        Stdio.printf("the same pid: %s\n",
                yes(Numbers.toInt(Program.argument(2)) == Processes.getpid()));
        Stdio.printf("memory is new and says %d\n", memory);
        Stdio.printf("the environment says COLOUR=%s\n", Environment.getenv("COLOUR"));
        Stdio.printf("the open file is still open: %s\n", isOpen(Program.argument(3)));
        Stdio.printf("the one with O_CLOEXEC as well: %s\n", isOpen(Program.argument(4)));
    }

    private static Address yes(boolean is) {
        return Address.of(is ? "yes" : "no");
    }

    private static Address isOpen(Address number) {
        return yes(Files.fcntl(Numbers.toInt(number), OpenFlags.F_GETFD, 0) >= 0);
    }
}
