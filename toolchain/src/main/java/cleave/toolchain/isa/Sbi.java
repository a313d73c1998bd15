package cleave.toolchain.isa;

/**
 * Numbers of the RISC-V Supervisor Binary Interface (SBI specification, version 2.0) that are
 * neither {@link SbiExtension}, {@link SbiFunction} nor {@link SbiError}. The firmware that is
 * built in to the machine, the firmware in machine code and the kernels that call them share these
 * tables.
 *
 * <p>The calling convention (chapter 3): {@code ecall} with the extension in a7, the function in
 * a6, arguments from a0 on; a0 returns the error and a1 the value, every other register is
 * preserved.
 */
public final class Sbi {
    /** Version 2.0: the major number in bits 30 to 24, the minor number below (chapter 4). */
    public static final int SPECIFICATION_VERSION = 2 << 24;

    /** {@code CLVE}: none of the numbers that the specification has given away (section 4.9). */
    public static final int IMPLEMENTATION_ID = 0x434c_5645;

    /** Of our firmware: the major number in the upper half, the minor number in the lower. */
    public static final int IMPLEMENTATION_VERSION = 1 << 16;

    /** The {@code hart_mask_base} that means every hart, whatever the mask (section 3.1). */
    public static final int ALL_HARTS = -1;

    /** The size of a range that means all addresses (chapter 8). */
    public static final int WHOLE_ADDRESS_SPACE = -1;

    /** The state of a hart that executes (chapter 9, HSM states). */
    public static final int HART_STARTED = 0;

    /** Suspended with all registers kept (chapter 9, suspend types). */
    public static final int SUSPEND_RETENTIVE = 0;

    /** Suspended with all registers lost: the hart resumes at an address it has given. */
    public static final int SUSPEND_NON_RETENTIVE = 0x8000_0000;

    /** The types of a system reset (chapter 10). */
    public static final int RESET_SHUTDOWN = 0;
    public static final int RESET_COLD_REBOOT = 1;
    public static final int RESET_WARM_REBOOT = 2;

    /** The reasons of a system reset (chapter 10). */
    public static final int REASON_NONE = 0;
    public static final int REASON_SYSTEM_FAILURE = 1;

    /** What the machine exits with after a shutdown because of a system failure. */
    public static final int SYSTEM_FAILURE_EXIT_CODE = 1;

    private Sbi() {
    }
}
