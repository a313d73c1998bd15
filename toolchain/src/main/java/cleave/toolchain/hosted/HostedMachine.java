package cleave.toolchain.hosted;

import cleave.toolchain.isa.Csr;

/**
 * What a test puts in place of the hart: CSRs, fences, waiting, environment calls and routines that
 * are not Java. {@link RecordingMachine} is one that remembers.
 */
public interface HostedMachine {
    /** Instructions that only order or wait. */
    enum Event { FENCE, FENCE_IO, FENCE_I, SFENCE_VMA, WFI, PAUSE, EBREAK }

    int readCsr(Csr csr);

    void writeCsr(Csr csr, int value);

    /**
     * An event happened.
     *
     * @param operands of {@code sfence.vma}: none, the address, the address and the ASID, or 0 and
     *                 the ASID
     */
    void event(Event event, int... operands);

    /** {@code ecall} with {@code number} in a7: the result is a0. */
    int ecall(int number, int... arguments);

    /** An SBI call: the error in the lower half, the value in the upper half. */
    long sbi(int extension, int function, int... arguments);

    /**
     * A {@code native} method: a routine in assembly.
     *
     * @param arguments numbers and addresses
     * @return the result, sign-extended; anything for {@code void}
     */
    long routine(String symbol, long... arguments);

    int stackPointer();

    int threadPointer();

    void setThreadPointer(int value);
}
