package cleave.guestos.libc;

import cleave.magic.Address;

/** The error of the last call that failed, errors in words, and messages on standard error. */
public final class Errors {
    /** Set by every function that fails; never set to 0 by one that does not. */
    public static int errno;

    /** -4095 to -1 are errors; everything else, addresses included, are results. */
    private static final int HIGHEST = 4095;
    private static final byte[] UNKNOWN = new byte[24];

    private Errors() {
    }

    /** Whether the result of a system call is an error. */
    public static boolean are(int raw) {
        return Integer.compareUnsigned(raw, -HIGHEST) >= 0;
    }

    /** The result of a system call as a C library gives it: -1 for errors, which are kept. */
    public static int result(int raw) {
        if (Integer.compareUnsigned(raw, -HIGHEST) >= 0) {
            errno = -raw;
            return -1;
        }
        return raw;
    }

    /** Fails with this error: keeps it and returns -1. */
    public static int fail(int error) {
        errno = error;
        return -1;
    }

    /** The error in words. */
    public static Address strerror(int error) {
        if (error >= 0 && error < ErrorTexts.TEXTS.length && ErrorTexts.TEXTS[error] != null) {
            return Address.of(ErrorTexts.TEXTS[error]);
        }
        Address text = Address.of(UNKNOWN);
        Format.snprintf(text, UNKNOWN.length, "Unknown error %d", error);
        return text;
    }

    /** Says what failed and why on standard error, {@code what: reason}. */
    public static void perror(String what) {
        perror(Address.of(what));
    }

    public static void perror(Address what) {
        int error = errno;
        Stdio.fprintf(Stdio.stderr(), "%s: %s\n", what, strerror(error));
        errno = error;
    }

    /** Begins a message as Unix programs do, {@code program: }; the stream is standard error. */
    public static Stream message() {
        Stdio.stdout().flush();
        return Stdio.stderr().put(Program.name()).put(": ");
    }

    /** {@code program: what}. */
    public static void warn(String what) {
        message().put(what).line();
    }

    /** {@code program: subject: what}. */
    public static void warn(Address subject, String what) {
        message().put(subject).put(": ").put(what).line();
    }

    /** {@code program: subject: reason of errno}. */
    public static void warnErrno(Address subject) {
        int error = errno;
        message().put(subject).put(": ").put(strerror(error)).line();
        errno = error;
    }

    public static void warnErrno(String subject) {
        warnErrno(Address.of(subject));
    }

    /** As {@link #warn(String)}, and ends the program. */
    public static void die(int code, String what) {
        warn(what);
        Program.exit(code);
    }

    /** As {@link #warnErrno(Address)}, and ends the program. */
    public static void dieErrno(int code, Address subject) {
        warnErrno(subject);
        Program.exit(code);
    }

    public static void dieErrno(int code, String subject) {
        dieErrno(code, Address.of(subject));
    }
}
