package cleave.magic;

/**
 * Control and status registers. The first argument names the register itself, {@code
 * Csr.read(SATP)}: it is part of the instruction and no run-time value.
 */
public final class Csr {
    private Csr() {
    }

    /** {@code csrr}. */
    public static int read(cleave.toolchain.isa.Csr csr) {
        throw Hosted.notHere();
    }

    /** {@code csrw}. */
    public static void write(cleave.toolchain.isa.Csr csr, int value) {
        throw Hosted.notHere();
    }

    /** {@code csrrw}: writes, and returns what was there. */
    public static int swap(cleave.toolchain.isa.Csr csr, int value) {
        throw Hosted.notHere();
    }

    /** {@code csrrs}: sets the bits of {@code mask}, and returns what was there. */
    public static int set(cleave.toolchain.isa.Csr csr, int mask) {
        throw Hosted.notHere();
    }

    /** {@code csrrc}: clears the bits of {@code mask}, and returns what was there. */
    public static int clear(cleave.toolchain.isa.Csr csr, int mask) {
        throw Hosted.notHere();
    }
}
