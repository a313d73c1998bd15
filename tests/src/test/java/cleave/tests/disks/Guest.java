package cleave.tests.disks;

import cleave.emulator.boot.BootException;
import cleave.emulator.boot.BootPlanner;
import cleave.emulator.boot.BootRequest;
import cleave.emulator.device.virtio.BlockBackend;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.emulator.platform.VirtioSlots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Our kernel with its checks, booted in this JVM on disks of which the first is the root, until it
 * has switched itself off.
 *
 * @param said the console
 * @param reason why the machine has stopped
 */
record Guest(String said, StopReason reason) {
    private static final String KERNEL = "guest-os/target/kernel-checked.elf";
    private static final int MEMORY = 32 << 20;
    /** Half a minute of the guest's time; sleeping costs the host nothing. */
    private static final long CYCLES_MAX = 30_000_000_000L;

    /** A file of the build, from this module's folder or from the top. */
    static Path built(String path) {
        Path here = Path.of(path);
        return Files.exists(here) ? here : Path.of("..").resolve(path);
    }

    static Guest run(List<? extends BlockBackend> disks, List<String> lines,
            Consumer<String> listener) {
        VirtioSlots slots = new VirtioSlots();
        disks.forEach(disk -> slots.plug(VirtioSlots.block(disk, "")));
        Teletype teletype = new Teletype(lines, listener);
        Machine machine = Machine.builder().memory(MEMORY).engine(EngineKind.INTERPRETER)
                .serial(teletype).virtio(slots).build();
        machine.setRebootAllowed(false);
        BootRequest request = new BootRequest(Optional.of(built(KERNEL).toString()),
                new BootRequest.Firmware.Automatic(), Optional.empty(),
                Optional.of("quiet"), Optional.empty(), List.of());
        try {
            BootPlanner.plan(request, machine).attach(machine);
        } catch (BootException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        StopReason reason = machine.run(CYCLES_MAX);
        return new Guest(teletype.heard(), reason);
    }

    /** Whether the shell was there to the end, but nothing that switches the machine off. */
    boolean hasGivenUp() {
        return said.split("# poweroff\n", -1).length > Teletype.FAREWELLS;
    }

    /** Why this was no orderly end; empty if it was one. */
    Optional<String> fault() {
        if (said.contains("panic")) {
            return Optional.of("the kernel has panicked");
        }
        if (!(reason instanceof StopReason.Exited exited)) {
            return Optional.of("it did not end: " + reason);
        }
        if (exited.code() != 0) {
            return Optional.of("it ended with " + exited.code());
        }
        return said.contains("\nwrong 0\n") && !said.matches("(?s).*\nwrong [1-9].*")
                ? Optional.empty() : Optional.of("the kernel's memory was not audited, or wrong");
    }
}
