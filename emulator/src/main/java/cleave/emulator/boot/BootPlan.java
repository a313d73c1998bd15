package cleave.emulator.boot;

import cleave.emulator.firmware.SbiFirmware;
import cleave.emulator.machine.Machine;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.isa.PrivilegeMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is loaded where, and how the hart starts. Made by {@link BootPlanner}; {@link #attach} makes
 * a machine follow it, after every reset again.
 *
 * @param pieces what to load
 * @param start the first instruction of what was loaded, a physical address
 * @param mode the mode in which {@code start} is executed; S-mode is on top of the built-in SBI
 * @param deviceTree its physical address; 0 for none
 * @param programs what is ELF of firmware and kernel, the kernel first
 * @param disk the image that the kernel was found on
 * @param summary one line of text: what was loaded where, and where it starts
 */
public record BootPlan(List<Piece> pieces, long start, PrivilegeMode mode, long deviceTree,
        List<ElfFile> programs, Optional<Path> disk, String summary) {

    /** The kernel or program, when it is ELF: symbols and source lines. */
    public Optional<ElfFile> program() {
        return programs.stream().findFirst();
    }

    /** Makes {@code machine} boot like this, now and after every reset. */
    public void attach(Machine machine) {
        SbiFirmware firmware = mode == PrivilegeMode.SUPERVISOR ? new SbiFirmware(machine) : null;
        machine.addBootAction(() -> {
            for (Piece piece : pieces) {
                piece.load(machine.memory());
            }
            if (firmware != null) {
                firmware.boot((int) start, (int) deviceTree);
            }
        });
    }
}
