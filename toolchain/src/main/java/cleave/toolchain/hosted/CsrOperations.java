package cleave.toolchain.hosted;

import cleave.toolchain.isa.Csr;

/** What {@code cleave.magic.Csr} does: it asks the world's machine. */
public final class CsrOperations {
    private CsrOperations() {
    }

    public static int read(Csr csr, HostedWorld world) {
        return world.machine().readCsr(csr);
    }

    public static void write(Csr csr, int value, HostedWorld world) {
        world.machine().writeCsr(csr, value);
    }

    public static int swap(Csr csr, int value, HostedWorld world) {
        int old = world.machine().readCsr(csr);
        world.machine().writeCsr(csr, value);
        return old;
    }

    public static int set(Csr csr, int mask, HostedWorld world) {
        int old = world.machine().readCsr(csr);
        world.machine().writeCsr(csr, old | mask);
        return old;
    }

    public static int clear(Csr csr, int mask, HostedWorld world) {
        int old = world.machine().readCsr(csr);
        world.machine().writeCsr(csr, old & ~mask);
        return old;
    }
}
