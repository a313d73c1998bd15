package cleave.guestos.user.demo;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/**
 * {@code pipeline}: what a shell does for {@code a | b | c}. Two pipes, three children, each with
 * its ends moved to descriptors 0 and 1 and all others closed: a reader sees the end only when no
 * writer is left. And a writer whose reader has gone is ended by SIGPIPE.
 */
final class Pipeline {
    private static final Line LINE = new Line();

    private Pipeline() {
    }

    static int main(int count, Address arguments) {
        Show.line("echo ... | capitals | numbers");
        Files.pipe();
        int firstRead = Files.readEnd();
        int firstWrite = Files.writeEnd();
        Files.pipe();
        int secondRead = Files.readEnd();
        int secondWrite = Files.writeEnd();
        int[] children = new int[3];
        for (int i = 0; i < 3; i++) {
            children[i] = Processes.fork();
            if (children[i] == 0) {
                if (i > 0) {
                    Files.dup2(i == 1 ? firstRead : secondRead, 0);
                }
                if (i < 2) {
                    Files.dup2(i == 0 ? firstWrite : secondWrite, 1);
                }
                closeAll(firstRead, firstWrite, secondRead, secondWrite);
                stage(i);
            }
        }
        closeAll(firstRead, firstWrite, secondRead, secondWrite);
        int[] words = new int[3];
        for (int i = 0; i < 3; i++) {
            Wait.waitpid(children[i], 0);
            words[i] = Wait.status;
        }
        for (int i = 0; i < 3; i++) {
            Stdio.printf("stage %d exited with %d\n", i + 1, Wait.exitCode(words[i]));
        }
        Stdio.stdout().flush();
        brokenPipe();
        return 0;
    }

    private static void closeAll(int a, int b, int c, int d) {
        Files.close(a);
        Files.close(b);
        Files.close(c);
        Files.close(d);
    }

    /** What each child does; the first becomes another program. */
    private static void stage(int number) {
        if (number == 0) {
            Exec.execlp(Address.of("echo"), Address.of("echo"), Address.of("to split\nand to"
                    + " cling"));
            Program.exitNow(127);
        }
        int lines = 0;
        while (Stdio.getline(LINE, Stdio.stdin()) >= 0) {
            lines++;
            if (number == 2) {
                Stdio.printf("%d: ", lines);
            }
            for (int i = 0; i < LINE.length; i++) {
                int character = LINE.text.loadByte(i);
                Stdio.putchar(number == 1 ? Characters.toUpper(character) : character);
            }
        }
        Program.exit(0);
    }

    private static void brokenPipe() {
        Files.pipe();
        int reading = Files.readEnd();
        int writing = Files.writeEnd();
        int writer = Processes.fork();
        if (writer == 0) {
            Files.close(reading);
            Stream out = Stdio.fdopen(writing, "w");
            while (!out.failed()) {
                out.put("yes\n");
            }
            Program.exitNow(1);
        }
        Files.close(writing);
        Files.read(reading, Address.of(new byte[4]), 4);
        Files.close(reading);
        Wait.waitpid(writer, 0);
        Stdio.printf("a writer without a reader ");
        Show.status(Stdio.stdout());
        Stdio.stdout().line();
    }
}
