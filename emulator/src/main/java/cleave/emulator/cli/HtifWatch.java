package cleave.emulator.cli;

import cleave.emulator.boot.BootPlan;
import cleave.emulator.device.ConsolePort;
import cleave.emulator.device.GuestErrors;
import cleave.emulator.device.Htif;
import cleave.emulator.machine.Machine;
import cleave.emulator.memory.PhysicalMemory;
import cleave.toolchain.elf.ElfFile;
import java.util.OptionalInt;

/** Gives a program with the symbols {@code tohost} and {@code fromhost} the host it talks to. */
final class HtifWatch {
    private HtifWatch() {
    }

    static void attach(Machine machine, BootPlan plan, ConsolePort port,
            GuestErrors errors) {
        if (plan.program().isEmpty()) {
            return;
        }
        ElfFile program = plan.program().get();
        OptionalInt tohost = physical(program, "tohost");
        OptionalInt fromhost = physical(program, "fromhost");
        if (tohost.isEmpty() || fromhost.isEmpty()) {
            return;
        }
        Htif htif = new Htif(machine.memory(), tohost.getAsInt() & 0xffff_ffffL,
                fromhost.getAsInt() & 0xffff_ffffL, port, machine.power(), machine.events(),
                errors);
        PhysicalMemory memory = machine.memory();
        int word = memory.offsetOf(htif.tohost());
        memory.observe(word);
        memory.addObserver((offset, length) -> {
            if (offset < word + Long.BYTES && word < offset + length) {
                machine.events().setNow(machine.hart().cycle);
                machine.hart().yield = true;
                htif.onStore(memory.addressOf(offset), length);
            }
        });
        machine.addBootAction(htif::reset);
    }

    private static OptionalInt physical(ElfFile program, String symbol) {
        OptionalInt va = program.symbol(symbol);
        return va.isPresent() ? program.physicalAddress(va.getAsInt()) : va;
    }
}
