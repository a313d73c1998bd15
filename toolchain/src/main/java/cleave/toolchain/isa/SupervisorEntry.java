package cleave.toolchain.isa;

/**
 * The state in which firmware hands a hart to a kernel in S-mode: the part that M-mode decides and
 * a kernel relies on, the same as OpenSBI leaves on a machine like this one. Beside it: a0 is the
 * hart's number, a1 the device tree's address, {@code satp}, {@code sie} and {@code sscratch} are
 * 0, {@code stvec} is the kernel's entry, and no timer is set.
 *
 * <p>What is not delegated and is no call of the firmware is passed on by it: illegal instructions
 * and access faults reach the kernel as if they were delegated.
 */
public final class SupervisorEntry {
    /** {@code medeleg}: what the kernel gets without the firmware ever seeing it. */
    public static final int DELEGATED_EXCEPTIONS =
            Cause.INSTRUCTION_ADDRESS_MISALIGNED.bit() | Cause.BREAKPOINT.bit()
            | Cause.ENVIRONMENT_CALL_FROM_U.bit() | Cause.INSTRUCTION_PAGE_FAULT.bit()
            | Cause.LOAD_PAGE_FAULT.bit() | Cause.STORE_PAGE_FAULT.bit();

    /** {@code mideleg}: all interrupts of S-mode. */
    public static final int DELEGATED_INTERRUPTS = Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit()
            | Cause.SUPERVISOR_TIMER_INTERRUPT.bit() | Cause.SUPERVISOR_EXTERNAL_INTERRUPT.bit();

    /** {@code mcounteren}: S-mode may read every counter. */
    public static final int SUPERVISOR_COUNTERS = -1;

    /** {@code scounteren}: U-mode may read cycle, time and instret, until the kernel decides. */
    public static final int USER_COUNTERS = 7;

    /** {@code menvcfgh.STCE}: S-mode has a timer of its own (Sstc), where it exists. */
    public static final int TIMER_COMPARE_ENABLE = 1 << 31;

    /** {@code pmpaddr} and {@code pmpcfg} of an entry that lets everybody do everything. */
    public static final int PMP_EVERYWHERE = -1;
    public static final int PMP_NAPOT_READ_WRITE_EXECUTE = 0x1f;

    private SupervisorEntry() {
    }
}
