package cleave.toolchain.isa;

/**
 * The causes of traps: the standard interrupts and exceptions of {@code mcause} and
 * {@code scause} (volume II, "Machine Cause Register").
 */
public enum Cause {
    INSTRUCTION_ADDRESS_MISALIGNED(false, 0, "instruction address misaligned"),
    INSTRUCTION_ACCESS_FAULT(false, 1, "instruction access fault"),
    ILLEGAL_INSTRUCTION(false, 2, "illegal instruction"),
    BREAKPOINT(false, 3, "breakpoint"),
    LOAD_ADDRESS_MISALIGNED(false, 4, "load address misaligned"),
    LOAD_ACCESS_FAULT(false, 5, "load access fault"),
    STORE_ADDRESS_MISALIGNED(false, 6, "store/AMO address misaligned"),
    STORE_ACCESS_FAULT(false, 7, "store/AMO access fault"),
    ENVIRONMENT_CALL_FROM_U(false, 8, "environment call from U-mode"),
    ENVIRONMENT_CALL_FROM_S(false, 9, "environment call from S-mode"),
    ENVIRONMENT_CALL_FROM_M(false, 11, "environment call from M-mode"),
    INSTRUCTION_PAGE_FAULT(false, 12, "instruction page fault"),
    LOAD_PAGE_FAULT(false, 13, "load page fault"),
    STORE_PAGE_FAULT(false, 15, "store/AMO page fault"),

    SUPERVISOR_SOFTWARE_INTERRUPT(true, 1, "supervisor software interrupt"),
    MACHINE_SOFTWARE_INTERRUPT(true, 3, "machine software interrupt"),
    SUPERVISOR_TIMER_INTERRUPT(true, 5, "supervisor timer interrupt"),
    MACHINE_TIMER_INTERRUPT(true, 7, "machine timer interrupt"),
    SUPERVISOR_EXTERNAL_INTERRUPT(true, 9, "supervisor external interrupt"),
    MACHINE_EXTERNAL_INTERRUPT(true, 11, "machine external interrupt");

    /** The bit of {@code mcause} that tells interrupts from exceptions. */
    public static final int INTERRUPT_BIT = 1 << 31;

    private static final int CODES = 16;
    private static final Cause[] EXCEPTIONS = byCode(false);
    private static final Cause[] INTERRUPTS = byCode(true);

    private final boolean interrupt;
    private final int code;
    private final String words;

    Cause(boolean interrupt, int code, String words) {
        this.interrupt = interrupt;
        this.code = code;
        this.words = words;
    }

    public boolean isInterrupt() {
        return interrupt;
    }

    /** The code without the interrupt bit: also the bit number in medeleg, mideleg, mip, mie. */
    public int code() {
        return code;
    }

    /** The bit in medeleg or, for an interrupt, in mideleg, mip and mie. */
    public int bit() {
        return 1 << code;
    }

    /** The value of {@code mcause}. */
    public int value() {
        return interrupt ? INTERRUPT_BIT | code : code;
    }

    /** The manual's words. */
    public String words() {
        return words;
    }

    /** The cause a value of {@code mcause} names; null for a reserved or custom one. */
    public static Cause of(int value) {
        int code = value & ~INTERRUPT_BIT;
        return code >= CODES ? null : (value < 0 ? INTERRUPTS : EXCEPTIONS)[code];
    }

    private static Cause[] byCode(boolean interrupt) {
        Cause[] table = new Cause[CODES];
        for (Cause cause : values()) {
            if (cause.interrupt == interrupt) {
                table[cause.code] = cause;
            }
        }
        return table;
    }
}
