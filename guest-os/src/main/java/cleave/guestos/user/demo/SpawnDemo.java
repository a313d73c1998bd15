package cleave.guestos.user.demo;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Spawn;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Wait;
import cleave.guestos.libc.WordList;
import cleave.magic.Address;

/**
 * {@code spawndemo}: posix_spawn says what a fork and an exec would do, without a copy of the
 * caller: which files the child gets, which group, which signals; and it knows when the program
 * could not be run.
 */
final class SpawnDemo {
    private static final String FILE = "/tmp/spawndemo.txt";
    private static final WordList WORDS = new WordList();
    private static final Line LINE = new Line();

    private SpawnDemo() {
    }

    static int main(int count, Address arguments) {
        WORDS.add("echo");
        WORDS.add("written by the child");
        Spawn.Actions actions = new Spawn.Actions();
        actions.addOpen(1, Address.of(FILE),
                OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC, 0644);
        Spawn.Attributes attributes = new Spawn.Attributes();
        attributes.flags = Spawn.SETPGROUP;
        int child = Spawn.spawnp(Address.of("echo"), actions, attributes, WORDS.first,
                Environment.variables());
        if (child < 0) {
            Errors.dieErrno(1, "echo");
        }
        Wait.waitpid(child, 0);
        Stdio.printf("child %d, in a group of its own, with a file as its output: it ", child);
        Show.status(Stdio.stdout());
        Stdio.stdout().line();
        Stream file = Stdio.fopen(FILE, "r");
        Stdio.getline(LINE, file);
        Stdio.printf("the file says: %s", LINE.text);
        Stdio.fclose(file);
        Files.unlink(Address.of(FILE));
        child = Spawn.spawnp(Address.of("no-such-program"), null, null, WORDS.first,
                Environment.variables());
        Stdio.printf("a program that is not there: spawn says %d (%s)\n", child,
                Errors.strerror(Errors.errno));
        Stdio.printf("and leaves no child: wait says %d", Wait.any());
        Stdio.printf(" (%s)\n", Errors.strerror(Errors.errno));
        return 0;
    }
}
