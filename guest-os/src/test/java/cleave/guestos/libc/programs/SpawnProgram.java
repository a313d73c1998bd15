package cleave.guestos.libc.programs;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Pipes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Spawn;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Wait;
import cleave.guestos.libc.WordList;
import cleave.magic.Address;

/** posix_spawn, popen and system; what it spawns is the first argument. */
final class SpawnProgram {
    private static final WordList WORDS = new WordList();
    private static final Line LINE = new Line();

    private SpawnProgram() {
    }

    static int main(int count, Address arguments) {
        Address self = Program.argument(1);
        WORDS.add(self);
        WORDS.add("child");
        actions(self);
        attributes(self);
        failures(self);
        shells();
        return 0;
    }

    private static void actions(Address self) {
        Address file = Address.of("spawn.txt");
        int out = Files.creat(file, 0644);
        Files.write(out, "first\nsecond\n");
        Files.dup2(1, 9);
        Spawn.Actions actions = new Spawn.Actions();
        actions.addOpen(0, file, OpenFlags.O_RDONLY, 0);
        actions.addClose(9);
        int child = Spawn.spawn(self, actions, null, WORDS.first, Environment.variables());
        Stdio.printf("same %d\n", Wait.waitpid(child, 0) == child ? 1 : 0);
        Stdio.printf("code %d\n", Wait.exitCode(Wait.status));
        Stdio.stdout().flush();
        actions.clear();
        Files.close(9);
    }

    private static void onSignal(int signal) {
        Stdio.printf("not in the child\n");
    }

    private static void attributes(Address self) {
        long before = Signals.mask();
        Spawn.Attributes attributes = new Spawn.Attributes();
        Spawn.Actions actions = new Spawn.Actions();
        actions.addOpen(0, Address.of("/dev/null"), OpenFlags.O_RDONLY, 0);
        attributes.flags = Spawn.SETSIGMASK | Spawn.SETSIGDEF | Spawn.SETPGROUP;
        attributes.mask = Signals.set(Signal.SIGUSR1);
        attributes.defaults = Signals.set(Signal.SIGUSR2);
        Signals.ignore(Signal.SIGUSR2);
        Signals.ignore(Signal.SIGHUP);
        Signals.signal(Signal.SIGTERM, SpawnProgram::onSignal);
        Environment.setenv("PATH", "/nowhere:.:/bin");
        Wait.waitpid(Spawn.spawnp(Strings.baseName(self), actions, attributes, WORDS.first,
                Environment.variables()), 0);
        attributes.flags = Spawn.SETSID;
        Wait.waitpid(Spawn.spawnp(Strings.baseName(self), actions, attributes, WORDS.first,
                Environment.variables()), 0);
        Stdio.printf("mask %d\n", Signals.mask() == before ? 1 : 0);
        Stdio.stdout().flush();
    }

    private static void failures(Address self) {
        int child = Spawn.spawn(Address.of("./no-such"), null, null, WORDS.first,
                Environment.variables());
        Stdio.printf("%d %d\n", child, Errors.errno == Errno.ENOENT ? 1 : 0);
        Spawn.Actions actions = new Spawn.Actions();
        actions.addDup2(77, 1);
        child = Spawn.spawn(self, actions, null, WORDS.first, Environment.variables());
        Stdio.printf("%d %d\n", child, Errors.errno == Errno.EBADF ? 1 : 0);
        Stdio.printf("none left: %d\n", Wait.any());
        Stdio.stdout().flush();
    }

    private static void shells() {
        Environment.setenv("PATH", "/bin:/usr/bin");
        Stream stream = Pipes.popen(Address.of("echo one; echo two; exit 6"), "r");
        while (Stdio.getline(LINE, stream) >= 0) {
            LINE.chomp();
            Stdio.printf("[%s]", LINE.text);
        }
        Stdio.printf(" %d\n", Wait.exitCode(Pipes.pclose(stream)));
        Stdio.stdout().flush();
        stream = Pipes.popen(Address.of("read a; read b; echo $b $a"), "w");
        stream.put("x\ny\n");
        Stdio.printf("%d\n", Pipes.pclose(stream));
        Stdio.stdout().flush();
        Stdio.printf("%d\n", Wait.exitCode(Pipes.system(Address.of("echo from system; exit 9"))));
        Stdio.printf("%d\n", Wait.signal(Pipes.system(Address.of("kill -TERM $$"))));
    }
}
