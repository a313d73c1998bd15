package cleave.emulator.boot;

import java.util.Optional;

/** Makes the flattened device tree of the machine, once it is known what lies where. */
@FunctionalInterface
public interface DeviceTreeSource {
    /**
     * What only the loader knows, for {@code /chosen}.
     *
     * @param commandLine the kernel's arguments
     * @param initrdStart physical; equal to the end when there is none
     * @param initrdEnd the first address behind it
     */
    record Chosen(Optional<String> commandLine, long initrdStart, long initrdEnd) {
    }

    /** The tree as bytes (devicetree specification, chapter 5). */
    byte[] flatten(Chosen chosen) throws BootException;
}
