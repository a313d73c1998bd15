package cleave.guestos.kernel.exec;

import cleave.magic.Address;

/** The environment that init begins with. */
final class InitialEnvironment {
    static final int COUNT = 3;

    private InitialEnvironment() {
    }

    /** Adds it: 0 or an error. */
    static int add(Arguments to) {
        int result = to.addKernel(Address.of("HOME=/"));
        if (result == 0) {
            result = to.addKernel(Address.of("TERM=linux"));
        }
        return result == 0 ? to.addKernel(Address.of("PATH=/bin:/sbin:/usr/bin:/usr/sbin"))
                : result;
    }
}
