package cleave.guestos.kernel.signal;

/**
 * What a handler finds on its stack (Linux, {@code arch/riscv/include/uapi/asm/ucontext.h} and
 * {@code sigcontext.h}, for 32 bits): a {@code siginfo_t}, then a {@code ucontext_t}. The area of
 * floating-point registers is there, and empty.
 */
final class SignalFrame {
    static final int INFO = 0;
    static final int INFO_SIZE = 128;
    /** {@code ucontext_t}. */
    static final int CONTEXT = INFO + INFO_SIZE;
    /** {@code uc_flags}, {@code uc_link} and {@code uc_stack}: five words, then the mask. */
    static final int STACK = CONTEXT + 8;
    static final int MASK = CONTEXT + 20;
    static final int REGISTERS = CONTEXT + 160;
    static final int REGISTERS_SIZE = 128;
    /** Behind {@code f0} to {@code f31} of 128 bits: {@code fcsr} and three words that are 0. */
    static final int FLOAT_STATUS = REGISTERS + REGISTERS_SIZE + 512;
    static final int FLOAT_STATUS_SIZE = 16;
    static final int SIZE = FLOAT_STATUS + FLOAT_STATUS_SIZE;

    private SignalFrame() {
    }
}
