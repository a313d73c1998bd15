package cleave.emulator.boot;

import java.util.Optional;

/**
 * What somebody wants to boot; every name is that of a file of the host.
 *
 * @param kernel the program or kernel; may be empty when there is firmware
 * @param firmware what runs in M-mode before the kernel
 * @param initrd a file put into RAM for the kernel
 * @param commandLine the kernel's arguments, {@code /chosen/bootargs}
 */
public record BootRequest(Optional<String> kernel, Firmware firmware, Optional<String> initrd,
        Optional<String> commandLine) {

    /** What runs in M-mode before the kernel. */
    public sealed interface Firmware {
        /** Decided by where the kernel is linked: none below 0x8020_0000, else the built-in one. */
        record Automatic() implements Firmware {
        }

        /** The kernel itself starts in M-mode. */
        record None() implements Firmware {
        }

        /** The machine's own SBI, outside the guest's memory. */
        record BuiltIn() implements Firmware {
        }

        /** A file, started in M-mode. */
        record Binary(String file) implements Firmware {
        }
    }
}
