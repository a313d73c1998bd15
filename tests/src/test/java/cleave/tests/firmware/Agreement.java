package cleave.tests.firmware;

/** How far a line of the test kernel's console must be the same, and why no further. */
enum Agreement {
    /** With each firmware on each machine. */
    EVERYWHERE,
    /**
     * With each firmware on one machine: what depends on the hart itself, such as its identity
     * ({@code marchid} is QEMU's version there) or the choice of {@code tval} that the privileged
     * specification leaves to it.
     */
    ON_ONE_MACHINE,
    /**
     * With the firmware in machine code only, on each machine: it occupies RAM, which PMP closes to
     * the kernel and the device tree reserves; the built-in one needs none.
     */
    IN_MACHINE_CODE
}
