package cleave.guestos.firmware;

import cleave.guestos.platform.VirtMachine;

/** Where the firmware is in memory, and where a kernel is when nobody says so. */
final class FirmwareLayout {
    /** The first address of RAM, to which the machine's reset vector jumps. */
    static final int BASE = VirtMachine.RAM;

    /** Code, data, stack: a power of two, so that one PMP entry describes it. */
    static final int SIZE = 0x1_0000;

    /** The first address that belongs to the kernel. */
    static final int END = BASE + SIZE;

    /** Where OpenSBI's {@code fw_jump} for RV32 goes: the first 4 MiB are the firmware's. */
    static final int DEFAULT_KERNEL = BASE + 0x40_0000;

    static final int STACK_SIZE = 0x1000;

    private FirmwareLayout() {
    }
}
