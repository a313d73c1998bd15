package cleave.guestos.user.usertests;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** A1, A3, A4: the shell, a daemon, the demonstrations. */
final class ProgramRows {
    private static final int INIT = 1;
    private static final byte[] COMMAND = new byte[80];
    private static final Gate UP = new Gate();
    private static final Gate DOWN = new Gate();
    private static int session;
    private static int leader;

    private static final String SCRIPT = "# the words of A1, one after the other\n"
            + "name='two words'; echo \"$name\" $name '$name' \\$name\n"
            + "printf '%s\\n' c a b | sort | tr a-z A-Z > out; cat < out; echo d >> out\n"
            + "wc -l < out; cat no-such-file 2> errors || echo failed\n"
            + "test -s errors && echo said\n"
            + "false && echo no; true || echo no; (exit 3); echo $?\n"
            + "touch x1 x2 y1; echo x* [xy]1 'x*' z*\n"
            + "if test $# = 2; then echo \"$1 and $2\"; elif true; then echo no; fi\n"
            + "i=0; while test $i -lt 3; do i=$((i + 1)); test $i = 2 && continue; echo $i; done\n"
            + "for w in one \"two three\"; do case $w in o*) echo o;; *' '*) echo \"$w\";; esac;"
            + " done\n"
            + "twice() { echo $(($1 * 2)); return 7; }\n"
            + "echo $(twice 21) `twice 4`; twice 1; echo $?\n"
            + "cat <<END\n$name is $((1 + 2 * 3))\nEND\ncat <<'END'\n$name\nEND\n"
            + "set -- a b c; shift; echo $# $* ${2:-none} ${9:-none} ${name#two } ${#name}\n"
            + "sleep 0.01 & wait $!; echo $?; sh -c 'kill -TERM $$'; echo $?\n"
            + "trap 'echo trapped' USR1; kill -USR1 $$; trap 'echo bye' EXIT\n"
            + "(set -e; false; echo no); echo $?; (exec echo replaced; echo no)\n"
            + "(cd /; pwd); exec 3> third; echo 3 >&3; exec 3>&-; cat third\n"
            + "eval 'echo evaluated'; unset name; echo ${name-gone}; until true; do :; done\n"
            + "exit 5\n";
    private static final String OUTPUT = "two words two words $name $name\n"
            + "A\nB\nC\n"
            + "4\nfailed\nsaid\n"
            + "3\n"
            + "x1 x2 x1 y1 x* z*\n"
            + "first and second\n"
            + "1\n3\n"
            + "o\ntwo three\n"
            + "42 8\n2\n7\n"
            + "two words is 7\n$name\n"
            + "2 b c c none words 9\n"
            + "0\n143\n"
            + "trapped\n"
            + "1\nreplaced\n"
            + "/\n3\n"
            + "evaluated\ngone\n"
            + "bye\n";

    private ProgramRows() {
    }

    /** A1. */
    static void shell(int count) {
        Scratch.file("script", SCRIPT, 0755);
        int status = Command.run(Address.of("sh ./script first second 2> said"));
        Check.that(Wait.exited(status), "the script ends by itself");
        Check.equal(5, Wait.exitCode(status), "its exit code");
        Check.equal(OUTPUT, Proc.text(), "what it says");
        Command.says("echo 'if true; then' > bad; sh bad 2> errors; test $? = 2 && echo refused;"
                + " test -s errors && echo said", "refused\nsaid\n", "a script that is not one");
        Command.says("no-such-program 2> /dev/null; echo $?; /etc 2> /dev/null; echo $?",
                "127\n126\n", "programs that are not there");
    }

    // ---- A3 ----

    private static int startsDaemon() {
        leader = Processes.setsid();
        if (leader != Processes.getpid()) {
            return 1;
        }
        Apart.start(ProgramRows::serves);
        return 0;
    }

    private static int serves() {
        Files.chdir(Address.of("/"));
        Processes.umask(0);
        DOWN.leaveWriting();
        int nothing = Files.open("/dev/null", OpenFlags.O_RDWR);
        Files.dup2(nothing, 0);
        while (Processes.getppid() == leader) {
            Time.millisleep(1);
        }
        UP.tell(Processes.getppid());
        UP.tell(Processes.getsid(0));
        UP.tell(Processes.getpgid(0) == Processes.getsid(0) ? 1 : 0);
        UP.tell(Files.open("/dev/tty", OpenFlags.O_RDWR));
        // A leader without a terminal would get this one, if it were free; who leads none, never.
        Files.open("/dev/ttyS0", OpenFlags.O_RDWR);
        UP.tell(Files.open("/dev/tty", OpenFlags.O_RDWR));
        UP.tell(Processes.getpid());
        // Serves as long as somebody is there.
        while (DOWN.pass()) {
            UP.tell(0);
        }
        return 0;
    }

    /** A3. */
    static void daemon(int count) {
        UP.make();
        DOWN.make();
        session = Processes.getsid(0);
        int child = Apart.start(ProgramRows::startsDaemon);
        Check.equal(0, Apart.end(child), "the first child ends at once");
        Check.equal(INIT, UP.hear(), "its parent");
        int own = UP.hear();
        Check.that(own != session, "its session is another");
        Check.equal(child, own, "the first child's");
        Check.equal(1, UP.hear(), "so is its group");
        Check.equal(-1, UP.hear(), "it has no terminal");
        Check.equal(-1, UP.hear(), "and gets none");
        int daemon = UP.hear();
        Check.that(daemon != own, "it leads no session");
        DOWN.open();
        Check.equal(0, UP.hear(), "it serves");
        Check.equal(INIT, Proc.number(daemon, "status", "PPid:"), "/proc knows its parent");
        Check.equal(0, (int) Numbers.parse(Proc.field(daemon, 7), 10),
                "and that it has no terminal");
        Signals.kill(daemon, Signal.SIGHUP);
        for (int i = 0; i < 1000 && Signals.kill(daemon, 0) == 0; i++) {
            Time.millisleep(5);
        }
        Check.equal(-1, Signals.kill(daemon, 0), "init waits for it when it has ended");
        UP.close();
        DOWN.close();
    }

    // ---- A4 ----

    /** A demonstration ends well, and says this. */
    private static void shows(String name, String wanted) {
        Address command = Address.of(COMMAND);
        Format.snprintf(command, COMMAND.length, "%s < /dev/null 2>&1", Address.of(name));
        int status = Command.run(command);
        Check.that(Wait.exited(status), name);
        Check.equal(0, Wait.exitCode(status), name);
        Check.that(!Strings.find(Proc.text(), Address.of(wanted)).isNull(), name);
    }

    /** A4. */
    static void demonstrations(int count) {
        shows("forkdemo", "and that child exited with 42");
        shows("cowdemo 16", "fork: no page of 16 was copied: yes");
        shows("zombie", "and /proc has forgotten it");
        shows("orphan", "my parent is now init, pid 1");
        shows("forkbomb 16", "16 processes, with this one, and no more");
        shows("execdemo", "No such file or directory; this program goes on");
        shows("pipeline", "2: AND TO CLING");
        shows("vforkdemo", "vfork: and this is what the child became");
        shows("spawndemo", "the file says: written by the child");
        shows("daemon", "its parent is init: yes");
    }
}
