package cleave.benchmarks;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.machine.Machine;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfSegment;
import java.io.IOException;
import java.nio.file.Path;

/** Machines with a bare-metal program in them, as {@code cleave run} would start it. */
public final class Guests {
    private Guests() {
    }

    /** A machine at the entry of the program at {@code elf}. */
    public static Machine load(Path elf, EngineKind engine, HartOptions options, ConsolePort serial)
            throws IOException {
        ElfFile file = ElfFile.read(elf);
        Machine machine = Machine.builder().engine(engine).options(options).serial(serial).build();
        machine.addBootAction(() -> {
            for (ElfSegment segment : file.loadSegments()) {
                byte[] bytes = segment.bytes();
                machine.memory().load(segment.physicalAddress() & 0xffff_ffffL, bytes, 0,
                        bytes.length);
            }
            machine.hart().pc = file.entry();
        });
        return machine;
    }
}
