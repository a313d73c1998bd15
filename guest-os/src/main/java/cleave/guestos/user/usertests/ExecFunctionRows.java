package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Fn;

/** E3: the eight functions of the library, and how those with {@code p} search. */
final class ExecFunctionRows {
    private static final int CODE = 42;
    private static final int OF_SHELL = 7;
    private static final int AT_EXECFN = 31;
    private static final String NAME = "a name of its own";
    private static final int[] GIVEN = new int[2];

    /** Calls one of the functions, so that the role runs and is given {@code word}. */
    private interface Call extends Fn {
        void with(Address word);
    }

    private static final Call[] WITH_OWN = {
        ExecFunctionRows::execl, ExecFunctionRows::execv, ExecFunctionRows::execlp,
        ExecFunctionRows::execvp,
    };
    private static final Call[] WITH_GIVEN = {
        ExecFunctionRows::execle, ExecFunctionRows::execve, ExecFunctionRows::execvpe,
        ExecFunctionRows::fexecve,
    };

    private ExecFunctionRows() {
    }

    static void functions(int count) {
        Files.mkdir(Address.of("first"), 0755);
        Files.mkdir(Address.of("second"), 0755);
        Files.symlink(Address.of(Child.PROGRAM), Address.of("first/rowtool"));
        GIVEN[0] = Address.of("MARK=given").bits();
        Environment.setenv("MARK", "own");
        Environment.setenv("PATH", "nowhere:first");
        for (int i = 0; i < WITH_OWN.length; i++) {
            runs(WITH_OWN[i], "own");
            runs(WITH_GIVEN[i], "given");
        }
        search();
        shell();
    }

    private static void runs(Call call, String mark) {
        int child = Child.fork();
        if (child == 0) {
            call.with(Address.of(mark));
            Errors.perror("exec");
            Program.exitNow(Child.FAILED);
        }
        Child.exits(child, CODE, mark);
    }

    /** The program: the mark its environment must have, and the file it must be. */
    static int called(int count) {
        Check.equal(NAME, Program.argument(0), "argument 0");
        Check.that(count >= 1 && count <= 2, "words");
        Check.that(Child.word(count).isNull(), "the null behind the words");
        Address mark = Environment.getenv("MARK");
        Check.that(!mark.isNull() && Strings.equal(mark, Child.word(0)), "the environment");
        Check.that(Environment.getenv("PATH").isNull() == Strings.equal(mark, "given"),
                "the rest of the environment");
        if (count == 2) {
            Address file = Address.of(Program.auxiliary(AT_EXECFN));
            Check.that(Strings.equal(file, Child.word(1)), "the file that was found");
        }
        return CODE;
    }

    private static Address words(Address mark) {
        Child.begin("called");
        Child.add(mark);
        Address words = Child.words();
        words.storeInt(0, Address.of(NAME).bits());
        return words;
    }

    private static Address program() {
        return Address.of(Child.PROGRAM);
    }

    private static Address tool() {
        return Address.of("rowtool");
    }

    private static void execl(Address mark) {
        Exec.execl(program(), Address.of(NAME), Address.of(Child.AS), Address.of("called"), mark);
    }

    private static void execv(Address mark) {
        Exec.execv(program(), words(mark));
    }

    private static void execle(Address mark) {
        Exec.execle(program(), Address.of(NAME), Address.of(Child.AS), Address.of("called"), mark,
                Address.of(GIVEN));
    }

    private static void execve(Address mark) {
        Exec.execve(program(), words(mark), Address.of(GIVEN));
    }

    private static void execlp(Address mark) {
        Exec.execlp(tool(), Address.of(NAME), Address.of(Child.AS), Address.of("called"), mark);
    }

    private static void execvp(Address mark) {
        Exec.execvp(tool(), words(mark));
    }

    private static void execvpe(Address mark) {
        Exec.execvpe(tool(), words(mark), Address.of(GIVEN));
    }

    private static void fexecve(Address mark) {
        int file = Files.open(program(), OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC);
        Exec.fexecve(file, words(mark), Address.of(GIVEN));
    }

    // ---- searching ----

    private static void search() {
        Files.symlink(program(), Address.of("second/rowtool"));
        Files.symlink(program(), Address.of("here"));
        finds("first:second", "rowtool", "first/rowtool");
        finds("second:first", "rowtool", "second/rowtool");
        finds("/no/such:first/rowtool:second", "rowtool", "second/rowtool");
        finds("first:", "here", "here");
        finds(":first", "here", "here");
        finds("first::second", "here", "here");
        finds("second", "first/rowtool", "first/rowtool");
        Files.unlink(Address.of("first/rowtool"));
        Scratch.file("first/rowtool", "#!/bin/sh\nexit 1\n", 0644);
        finds("first:second", "rowtool", "second/rowtool");
        misses(Errno.EACCES, "first", "rowtool");
        misses(Errno.EACCES, "first:/no/such", "rowtool");
        misses(Errno.ENOENT, "first:second", "here");
        misses(Errno.ENOENT, "first:second", "");
        misses(Errno.ENOENT, "first", "second/here");
        misses(Errno.EACCES, "second", "first/rowtool");
        Environment.unsetenv(Address.of("PATH"));
        int child = Child.fork();
        if (child == 0) {
            Address words = words(Address.of("given"));
            Exec.execvpe(Address.of("usertests"), words, Address.of(GIVEN));
            Program.exitNow(Child.FAILED);
        }
        Child.exits(child, CODE, "a search without PATH");
    }

    private static void finds(String path, String file, String found) {
        Environment.setenv("PATH", path);
        int child = Child.fork();
        if (child == 0) {
            Address words = words(Address.of("own"));
            Child.add(found);
            Exec.execvp(Address.of(file), words);
            Errors.perror(file);
            Program.exitNow(Child.FAILED);
        }
        Child.exits(child, CODE, found);
    }

    private static void misses(int error, String path, String file) {
        Environment.setenv("PATH", path);
        Check.fails(error, Exec.execvp(Address.of(file), words(Address.of("own"))), file);
    }

    /** A text without an interpreter is the shell's for those that search, for others nothing. */
    private static void shell() {
        Scratch.file("second/text", "exit $1", 0755);
        Environment.setenv("PATH", "second:/bin");
        int child = Child.fork();
        if (child == 0) {
            Exec.execlp(Address.of("text"), Address.of(NAME), Address.of("7"));
            Program.exitNow(Child.FAILED);
        }
        Child.exits(child, OF_SHELL, "a text that execlp gives to the shell");
        Check.fails(Errno.ENOEXEC, Exec.execl(Address.of("second/text"), Address.of(NAME)),
                "the same by execl");
    }
}
