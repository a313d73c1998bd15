package cleave.guestos.user.sh;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.magic.Address;

/** What the shell says on standard error: {@code sh: 12: what: why}. */
final class Messages {
    private Messages() {
    }

    static Stream begin() {
        return begin(Shell.line);
    }

    /** The beginning of a message about a line; the caller goes on, and ends the line. */
    static Stream begin(int line) {
        Stdio.stdout().flush();
        Stream to = Stdio.stderr().put(Shell.name).put(": ");
        if (!ShellOptions.isSet('i')) {
            to.put(line).put(": ");
        }
        return to;
    }

    static void warn(Address subject, String what) {
        begin().put(subject).put(": ").put(what).line();
    }

    static void warn(Address subject, Address what) {
        begin().put(subject).put(": ").put(what).line();
    }

    /** Of a builtin: {@code sh: 12: cd: can't cd to /nowhere}. */
    static void warn(String builtin, String what, Address subject) {
        begin().put(builtin).put(": ").put(what).put(subject).line();
    }

    static void warnErrno(Address subject) {
        warn(subject, Errors.strerror(Errors.errno));
    }
}
