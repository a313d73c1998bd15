package cleave.guestos.kernel;

import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * Errors of functions whose result is a struct: addresses in the last page, which never has one,
 * stand for negated error numbers. Functions with a number as their result give the negated error
 * number itself.
 */
public final class Errors {
    /**
     * A sleep that a signal has ended. It never reaches a program: the call is started again behind
     * the handler if that was installed with {@code SA_RESTART}, else it fails with {@code EINTR}.
     */
    public static final int RESTART = -512;
    /** As {@link #RESTART}, but only a stop or a default action lets the call start again. */
    public static final int RESTART_UNLESS_HANDLED = -514;

    private static final int LAST_PAGE = -4096;

    private Errors() {
    }

    /** Whether the result is an error. */
    public static boolean are(Struct result) {
        return are(Address.of(result));
    }

    public static boolean are(Address result) {
        return are(result.bits());
    }

    /** Of a result that is an address of a program or an error. */
    public static boolean are(int result) {
        return Integer.compareUnsigned(result, LAST_PAGE) > 0;
    }

    /** The negated error number that the result stands for. */
    public static int of(Struct result) {
        return Address.of(result).bits();
    }

    /** An error in the shape of an address; the argument is positive, as in {@code Errno}. */
    public static Address address(int errno) {
        return Address.of(-errno);
    }
}
