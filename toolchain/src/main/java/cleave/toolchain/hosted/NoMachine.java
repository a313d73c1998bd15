package cleave.toolchain.hosted;

import cleave.toolchain.isa.Csr;

/** The machine of a world that was given none: each use is an error that says so. */
final class NoMachine implements HostedMachine {
    private static UnsupportedHere missing(String what) {
        return Places.here(new UnsupportedHere(what + Places.line() + " needs a machine: give the "
                + "world one, world.setMachine(new RecordingMachine())"));
    }

    @Override
    public int readCsr(Csr csr) {
        throw missing("reading the CSR " + csr);
    }

    @Override
    public void writeCsr(Csr csr, int value) {
        throw missing("writing the CSR " + csr);
    }

    @Override
    public void event(Event event, int... operands) {
        throw missing(event.toString());
    }

    @Override
    public int ecall(int number, int... arguments) {
        throw missing("environment call " + number);
    }

    @Override
    public long sbi(int extension, int function, int... arguments) {
        throw missing(String.format("SBI call 0x%x:%d", extension, function));
    }

    @Override
    public long routine(String symbol, long... arguments) {
        throw missing("the assembly routine " + symbol);
    }

    @Override
    public int stackPointer() {
        throw missing("the stack pointer");
    }

    @Override
    public int threadPointer() {
        throw missing("the thread pointer");
    }

    @Override
    public void setThreadPointer(int value) {
        throw missing("the thread pointer");
    }
}
