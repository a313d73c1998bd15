package cleave.emulator.boot;

import cleave.emulator.platform.VirtDeviceTree;
import cleave.emulator.platform.VirtDeviceTree.Initrd;
import java.util.Optional;

/**
 * The machine's own device tree.
 *
 * @param ramSize bytes
 * @param isa what the hart has, as {@code riscv,isa} says it
 * @param seed what the guest's first random numbers are made from; without it it gets none
 */
public record MachineTree(long ramSize, String isa, Optional<Long> seed)
        implements DeviceTreeSource {

    @Override
    public byte[] flatten(Chosen chosen) {
        Optional<Initrd> initrd = chosen.initrdStart() == chosen.initrdEnd() ? Optional.empty()
                : Optional.of(new Initrd(chosen.initrdStart(), chosen.initrdEnd()));
        return VirtDeviceTree.flattened(new VirtDeviceTree.Boot(
                ramSize, isa, chosen.commandLine(), initrd, seed));
    }
}
