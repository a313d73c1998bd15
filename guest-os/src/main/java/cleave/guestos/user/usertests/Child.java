package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** Children of a row, what must become of them, and this program started again by exec. */
final class Child {
    /** Where this program is. */
    static final String PROGRAM = "/bin/usertests";
    static final String AS = "--as";
    /** How a role ends in which a check did not hold. */
    static final int FAILED = 99;

    private static final int WORDS_MAX = 16;
    private static final int TEXT_SIZE = 512;
    /** Words of {@code usertests --as NAME} before what the role is given. */
    private static final int OWN_WORDS = 3;
    private static int ownWords = OWN_WORDS;
    private static final int[] WORDS = new int[WORDS_MAX + 1];
    private static final byte[] TEXT = new byte[TEXT_SIZE];
    private static int words;
    private static int used;

    private Child() {
    }

    /** {@code fork}, which must succeed: else the row ends here. */
    static int fork() {
        Stdio.stdout().flush();
        int child = Processes.fork();
        if (child < 0) {
            Check.that(false, "a fork");
            Errors.dieErrno(FAILED, "fork");
        }
        return child;
    }

    /** The end of a child whose checks count by themselves. */
    static void done() {
        Program.exitNow(0);
    }

    /** Waits for the end of a child: it must come by itself, with this code. */
    static void exits(int child, int code, String what) {
        int status = end(child, what);
        if (status >= 0) {
            Check.that(Wait.exited(status), what);
            if (Wait.exited(status)) {
                Check.equal(code, Wait.exitCode(status), what);
            }
        }
    }

    /** Waits for the end of a child: it must come by this signal. */
    static void isKilled(int child, int signal, String what) {
        int status = end(child, what);
        if (status >= 0) {
            Check.that(Wait.signalled(status), what);
            if (Wait.signalled(status)) {
                Check.equal(signal, Wait.signal(status), what);
            }
        }
    }

    /** The status word, or -1. */
    private static int end(int child, String what) {
        int waited = Wait.waitpid(child, 0);
        while (waited < 0 && Errors.errno == Errno.EINTR) {
            waited = Wait.waitpid(child, 0);
        }
        Check.equal(child, waited, what);
        return waited == child ? Wait.status : -1;
    }

    // ---- this program again ----

    /** Begins the words of {@code usertests --as ROLE}. */
    static void begin(String role) {
        words = 0;
        used = 0;
        add(Address.of(PROGRAM));
        add(Address.of(AS));
        add(Address.of(role));
    }

    /** One more word, which the role finds by {@link #word}. */
    static void add(Address word) {
        assert words < WORDS_MAX;
        WORDS[words] = word.bits();
        words++;
        WORDS[words] = 0;
    }

    static void add(String word) {
        add(Address.of(word));
    }

    static void add(int number) {
        Address text = Address.of(TEXT).plus(used);
        used += Format.snprintf(text, TEXT_SIZE - used, "%d", number) + 1;
        assert used <= TEXT_SIZE;
        add(text);
    }

    /** The words, for one of the exec functions. */
    static Address words() {
        return Address.of(WORDS);
    }

    /** Becomes the role that was begun, or ends as one that failed. */
    static void exec() {
        Stdio.stdout().flush();
        Exec.execv(Address.of(PROGRAM), words());
        Errors.warnErrno(PROGRAM);
        Program.exitNow(FAILED);
    }

    /** Becomes a role that is given no words. */
    static void again(String role) {
        begin(role);
        exec();
    }

    /** In a role: a word it was given, from 0; null behind the last. */
    static Address word(int index) {
        return Program.argument(ownWords + index);
    }

    /** In a role: a word that is a number. */
    static int number(int index) {
        return Numbers.toInt(word(index));
    }

    /**
     * Whether this program was started by {@link #exec}, or by a link with the name of a role, as
     * interpreters of scripts are; then it does not come back.
     */
    static void playRole(int count) {
        boolean named = count >= OWN_WORDS && Strings.equal(Program.argument(1), AS);
        Role role = count == 0 ? null : Table.role(named ? Program.argument(2) : Program.name());
        if (role == null && !named) {
            return;
        }
        if (role == null) {
            Errors.warn(Program.argument(2), "no such role");
            Program.exit(FAILED);
        }
        ownWords = named ? OWN_WORDS : 1;
        Check.begin();
        int code = role.part.play(count - ownWords);
        Program.exit(Check.failures() == 0 ? code : FAILED);
    }
}
