package cleave.guestos.libc;

import cleave.guestos.abi.ResourceLimit;
import cleave.magic.Address;

/** Limits of what a process may use; {@link ResourceLimit} has their names. */
public final class Limits {
    private Limits() {
    }

    public static int getrlimit(int resource, ResourceLimit to) {
        return Errors.result(Syscalls.prlimit(0, resource, Address.of(0), Address.of(to)));
    }

    public static int setrlimit(int resource, ResourceLimit from) {
        return Errors.result(Syscalls.prlimit(0, resource, Address.of(from), Address.of(0)));
    }

    /** Of another process; either may be null. */
    public static int prlimit(int process, int resource, ResourceLimit from, ResourceLimit old) {
        return Errors.result(Syscalls.prlimit(process, resource, Address.of(from),
                Address.of(old)));
    }
}
