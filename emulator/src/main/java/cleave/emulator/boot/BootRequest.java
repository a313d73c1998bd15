package cleave.emulator.boot;

import java.util.List;
import java.util.Optional;

/**
 * What somebody wants to boot; every name is that of a file of the host.
 *
 * @param kernel the program, kernel, or disk with a kernel on it; may be empty when there is
 *     firmware
 * @param firmware what runs in M-mode before the kernel
 * @param initrd put into RAM for the kernel
 * @param commandLine the kernel's arguments, {@code /chosen/bootargs}
 * @param deviceTree used in place of the machine's own
 * @param extras further files to put into RAM
 */
public record BootRequest(Optional<String> kernel, Firmware firmware, Optional<String> initrd,
        Optional<String> commandLine, Optional<String> deviceTree, List<Extra> extras) {

    /** A request for {@code kernel} and nothing else. */
    public static BootRequest of(String kernel) {
        return new BootRequest(Optional.of(kernel), new Firmware.Automatic(), Optional.empty(),
                Optional.empty(), Optional.empty(), List.of());
    }

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

    /**
     * A file that is put into RAM as it is, or by its ELF headers.
     *
     * @param address physical; empty when the file is ELF and says itself
     */
    public record Extra(String file, Optional<Long> address) {
    }
}
