package cleave.guestos.user.bench;

import cleave.guestos.abi.SyscallNumber;
import cleave.magic.EntryPoint;
import cleave.magic.Rv;

/** The smallest program that there is: what an exec of nothing costs. */
final class Tiny {
    private Tiny() {
    }

    @EntryPoint("_start")
    static void start() {
        Rv.ecall(SyscallNumber.EXIT_GROUP, 0);
    }
}
