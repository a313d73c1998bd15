package cleave.magic;

/**
 * The A extension on words. All operations acquire and release ({@code .aqrl}): they order
 * everything around them.
 */
public final class Atomic {
    private Atomic() {
    }

    /** {@code lr.w}: loads, and reserves the word for {@link #storeConditional}. */
    public static int loadReserved(Address address) {
        throw Hosted.notHere();
    }

    /** {@code sc.w}: stores if the reservation holds, and says whether it did. */
    public static boolean storeConditional(Address address, int value) {
        throw Hosted.notHere();
    }

    /** {@code amoswap.w}: returns what was there. */
    public static int swap(Address address, int value) {
        throw Hosted.notHere();
    }

    /** {@code amoadd.w}: returns what was there. */
    public static int add(Address address, int value) {
        throw Hosted.notHere();
    }

    /** {@code amoand.w}: returns what was there. */
    public static int and(Address address, int value) {
        throw Hosted.notHere();
    }

    /** {@code amoor.w}: returns what was there. */
    public static int or(Address address, int value) {
        throw Hosted.notHere();
    }

    /** {@code amoxor.w}: returns what was there. */
    public static int xor(Address address, int value) {
        throw Hosted.notHere();
    }

    /** {@code amomin.w}: returns what was there. */
    public static int min(Address address, int value) {
        throw Hosted.notHere();
    }

    /** {@code amomax.w}: returns what was there. */
    public static int max(Address address, int value) {
        throw Hosted.notHere();
    }

    /** {@code amominu.w}: returns what was there. */
    public static int minUnsigned(Address address, int value) {
        throw Hosted.notHere();
    }

    /** {@code amomaxu.w}: returns what was there. */
    public static int maxUnsigned(Address address, int value) {
        throw Hosted.notHere();
    }
}
