package cleave.tests.library;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.emulator.boot.BootPlanner;
import cleave.emulator.boot.BootRequest;
import cleave.emulator.device.Device;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.elf.ElfWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cleave as a library: what the README shows, with a device of one's own. */
class LibraryTest {
    private static final int ADDER = 0x3000_0000;
    private static final int FINISHER = 0x10_0000;

    @TempDir
    private Path folder;

    /** Adds what is stored to it; a load gives the sum. */
    private static final class Adder implements Device {
        private int sum;

        @Override
        public String name() {
            return "adder";
        }

        @Override
        public void reset() {
            sum = 0;
        }

        @Override
        public int read(int offset, int width) {
            return sum;
        }

        @Override
        public int peek(int offset, int width) {
            return sum;
        }

        @Override
        public void write(int offset, int width, int value) {
            sum += value;
        }

        @Override
        public void save(StateWriter out) {
            out.putInt(sum);
        }

        @Override
        public void load(StateReader in) {
            sum = in.getInt();
        }
    }

    /** Stores 1 to {@code last} to the adder and ends with its sum as exit code. */
    private Path program(int last) throws IOException {
        Assembler a = new Assembler();
        Label loop = a.label("loop");
        a.function("_start");
        a.li(A0, ADDER);
        a.li(T0, last);
        a.bind(loop);
        a.sw(T0, A0, 0);
        a.addi(T0, T0, -1);
        a.bnez(T0, loop);
        a.lw(T1, A0, 0);
        a.slli(T1, T1, 16);
        a.li(A1, 0x3333);
        a.or(T1, T1, A1);
        a.li(A0, FINISHER);
        a.sw(T1, A0, 0);
        a.end();
        Path file = folder.resolve("sum" + last + ".elf");
        Files.write(file, ElfWriter.write(a.assemble(0x8000_0000).toElf("_start")));
        return file;
    }

    private Machine machine(int last) throws IOException {
        Machine machine = Machine.builder().memory(1 << 20)
                .device(new Adder(), ADDER, 0x1000).build();
        BootPlanner.plan(BootRequest.of(program(last).toString()), machine).attach(machine);
        return machine;
    }

    @Test
    void machinesInOneJvmDoNotKnowOfEachOther() throws IOException {
        Machine ten = machine(10);
        Machine twenty = machine(20);
        assertEquals(new StopReason.CycleLimit(), ten.run(15));
        assertEquals(new StopReason.Exited(210), twenty.run(1000));
        assertEquals(new StopReason.Exited(55), ten.run(1000));
    }
}
