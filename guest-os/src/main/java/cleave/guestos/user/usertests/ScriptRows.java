package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.magic.Address;

/**
 * E6: scripts. Their interpreter is this program by the name {@code told}, which tells what words
 * it was given.
 */
final class ScriptRows {
    private static final int CODE = 42;
    /** Bytes of a file in which the first line must end. */
    private static final int LINE = 256;
    private static final int[] WORDS = new int[3];
    private static final int[] VARIABLES = new int[2];
    private static final TextFile SAID = new TextFile();
    private static final TextFile LONG = new TextFile();

    private ScriptRows() {
    }

    static int told(int count) {
        for (int i = 0; i <= count; i++) {
            Stdio.printf("[%s]", Program.argument(i));
        }
        Check.equal("here", Environment.getenv("PLACE"), "the environment");
        Check.that(Environment.variable(1).isNull(), "there is no other variable");
        return CODE;
    }

    static void scripts(int count) {
        Files.symlink(Address.of(Child.PROGRAM), Address.of("told"));
        VARIABLES[0] = Address.of("PLACE=here").bits();
        words();
        nested();
        lines();
        refusals();
    }

    private static void words() {
        Scratch.file("script", "#!./told\nthe rest is not looked at\n", 0755);
        says("script", "", "[./told][script]");
        says("script", "one word", "[./told][script][one word]");
        says("./script", "x", "[./told][./script][x]");
        Files.mkdir(Address.of("folder"), 0755);
        Files.rename(Address.of("script"), Address.of("folder/script"));
        says("folder/../folder/script", "x", "[./told][folder/../folder/script][x]");
        Files.symlink(Address.of("folder/script"), Address.of("link"));
        says("link", "", "[./told][link]");
        Scratch.file("script", "#!./told -a\n", 0755);
        says("script", "", "[./told][-a][script]");
        says("script", "-b", "[./told][-a][script][-b]");
        Scratch.file("script", "#! \t./told\t -a  b \"c d\" \t \n", 0755);
        says("script", "e", "[./told][-a  b \"c d\"][script][e]");
    }

    private static void lines() {
        Scratch.file("blanks", "#!./told \t \n", 0755);
        says("blanks", "", "[./told][blanks]");
        Scratch.file("bare", "#!./told", 0755);
        says("bare", "x", "[./told][bare][x]");
        Scratch.file("bare", "#!./told y", 0755);
        says("bare", "x", "[./told][y][bare][x]");
        Scratch.file("locked", "#!./told\n", 0111);
        says("locked", "", "[./told][locked]");
        // A line as long as can be, and one that is longer by a byte.
        longLine(LINE);
        says("long", "", LONG.text());
        longLine(LINE + 100);
        says("long", "", LONG.text());
        Scratch.file("script", "#!/bin/sh\nexit $#$1\n", 0755);
        int child = Child.fork();
        if (child == 0) {
            Exec.execl(Address.of("script"), Address.of("name"), Address.of("7"));
            Program.exitNow(Child.FAILED);
        }
        Child.exits(child, 17, "a script of the shell");
    }

    /** A script whose line is so long; what it says is that much of the line as is looked at. */
    private static void longLine(int bytes) {
        Address text = LONG.text();
        Memory.fill(text, 'x', bytes);
        Memory.copy(text, Address.of("#!./told "), 9);
        text.storeByte(bytes - 1, '\n');
        int file = Files.open("long", OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC,
                0755);
        Check.equal(bytes, Files.write(file, text, bytes), "a long script");
        Files.close(file);
        Memory.copy(text, Address.of("[./told]["), 9);
        Memory.copy(text.plus(Math.min(bytes - 1, LINE - 1)), Address.of("][long]"), 8);
    }

    /** A script whose interpreter is a script, and so on, as far as that goes. */
    private static void nested() {
        Scratch.file("nested0", "#!./told\n", 0755);
        Scratch.file("nested1", "#!nested0 a\n", 0755);
        Scratch.file("nested2", "#!nested1\n", 0755);
        Scratch.file("nested3", "#!nested2 b c\n", 0755);
        Scratch.file("nested4", "#!nested3\n", 0755);
        Scratch.file("nested5", "#!nested4\n", 0755);
        Scratch.file("nested6", "#!nested5\n", 0755);
        Scratch.file("self", "#!self\n", 0755);
        says("nested1", "x", "[./told][nested0][a][nested1][x]");
        says("nested2", "x", "[./told][nested0][a][nested1][nested2][x]");
        says("nested3", "x", "[./told][nested0][a][nested1][nested2][b c][nested3][x]");
        says("nested4", "x", "[./told][nested0][a][nested1][nested2][b c][nested3][nested4][x]");
        refused(Errno.ELOOP, "nested5");
        refused(Errno.ELOOP, "nested6");
        refused(Errno.ELOOP, "self");
    }

    private static void refusals() {
        Scratch.file("nameless", "#!\n", 0755);
        refused(Errno.ENOEXEC, "nameless");
        Scratch.file("nameless", "#! \t \n", 0755);
        refused(Errno.ENOEXEC, "nameless");
        Scratch.file("nameless", "#!", 0755);
        refused(Errno.ENOEXEC, "nameless");
        Scratch.file("nameless", "#", 0755);
        refused(Errno.ENOEXEC, "nameless");
        Scratch.file("spaced", "# !./told\n", 0755);
        refused(Errno.ENOEXEC, "spaced");
        Scratch.file("lost", "#!./nobody\n", 0755);
        refused(Errno.ENOENT, "lost");
        Scratch.file("plain", "#!./told\n", 0644);
        refused(Errno.EACCES, "plain");
        Scratch.file("of-plain", "#!./plain\n", 0755);
        refused(Errno.EACCES, "of-plain");
        Scratch.file("of-folder", "#!./folder\n", 0755);
        refused(Errno.EACCES, "of-folder");
        Scratch.file("text", "no script", 0755);
        Scratch.file("of-text", "#!./text\n", 0755);
        refused(Errno.ENOEXEC, "of-text");
        Memory.fill(LONG.text(), 'x', 2 * LINE);
        Memory.copy(LONG.text(), Address.of("#!./"), 4);
        int file = Files.open("long", OpenFlags.O_WRONLY | OpenFlags.O_TRUNC);
        Files.write(file, LONG.text(), 2 * LINE);
        Files.close(file);
        refused(Errno.ENOEXEC, "long");
    }

    private static int run(String path, String second) {
        WORDS[0] = Address.of("what is not passed on").bits();
        WORDS[1] = second.length() == 0 ? 0 : Address.of(second).bits();
        return Exec.execve(Address.of(path), Address.of(WORDS), Address.of(VARIABLES));
    }

    private static void refused(int error, String path) {
        Check.fails(error, run(path, ""), path);
    }

    private static void says(String path, String second, String wanted) {
        says(path, second, Address.of(wanted));
    }

    private static void says(String path, String second, Address wanted) {
        Files.pipe();
        int reading = Files.readEnd();
        int writing = Files.writeEnd();
        int child = Child.fork();
        if (child == 0) {
            Files.dup2(writing, 1);
            Files.close(writing);
            Files.close(reading);
            run(path, second);
            Errors.perror(path);
            Program.exitNow(Child.FAILED);
        }
        Files.close(writing);
        SAID.take(reading);
        Files.close(reading);
        Child.exits(child, CODE, path);
        Check.equal(wanted, SAID.text(), path);
    }
}
