package cleave.guestos.user.usertests;

import cleave.guestos.libc.Files;
import cleave.guestos.libc.Pipes;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** Commands of the shell, and what they say. */
final class Command {
    private Command() {
    }

    /** Runs one: its status word; what it has said is {@link Proc#text}. */
    static int run(Address command) {
        Stream output = Pipes.popen(command, "r");
        if (output == null) {
            Check.that(false, "a shell");
            return -1;
        }
        Proc.read(Files.dup(output.descriptor()));
        return Pipes.pclose(output);
    }

    /** The command ends well, and says exactly that. */
    static void says(String command, String wanted, String what) {
        int status = run(Address.of(command));
        Check.that(Wait.exited(status), what);
        Check.equal(0, Wait.exitCode(status), what);
        Check.equal(wanted, Proc.text(), what);
    }
}
