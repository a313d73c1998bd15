package cleave.tests.equivalence;

import cleave.emulator.boot.BootException;
import cleave.emulator.boot.BootPlanner;
import cleave.emulator.boot.BootRequest;
import cleave.emulator.device.virtio.MemoryBlockBackend;
import cleave.emulator.engine.Engine;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.machine.Machine;
import cleave.emulator.platform.VirtioSlots;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What {@code cleave boot} boots, with somebody at the console who types a line at each prompt.
 *
 * @param disk the content of a block device; empty for none
 * @param lines what is typed, and at which words each
 */
record BootedSubject(String name, HartOptions options, int memory, BootRequest request,
        Optional<byte[]> disk, String prompt, List<String> lines) implements Subject {

    @Override
    public Machine machine(Function<Hart, Engine> engine) {
        VirtioSlots slots = new VirtioSlots();
        disk.ifPresent(image -> slots.plug(
                VirtioSlots.block(new MemoryBlockBackend("disk", image), "")));
        Machine machine = Machine.builder().memory(memory).engine(engine).options(options)
                .serial(new Typist(prompt, lines)).virtio(slots).build();
        machine.setRebootAllowed(false);
        try {
            BootPlanner.plan(request, machine).attach(machine);
        } catch (BootException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return machine;
    }
}
