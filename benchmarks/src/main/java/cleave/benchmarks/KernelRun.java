package cleave.benchmarks;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.RA;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfSymbol;
import cleave.toolchain.isa.Register;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One call of a kernel's {@code run}: its result, the instructions it retired, exactly, and the
 * size of its functions. The hart begins at the function itself and ends at what its return address
 * leads to, so that nothing else is counted.
 *
 * @param instructions retired from the first one of {@code run} to its return
 * @param bytes        of the kernel's functions, and not of the runtime library's
 */
record KernelRun(int result, long instructions, int bytes) {
    private static final HartOptions OPTIONS = new HartOptions(16, false, true, TimingModel.UNIT);
    /** Where the return address leads, far behind any kernel. */
    private static final int END = 0x8400_0000;
    private static final int STACK = END;
    private static final int FINISHER = 0x10_0000;
    private static final int PASS = 0x5555;
    private static final long CYCLES_MAX = 2_000_000_000L;

    /** Of the program at {@code elf}, whose own functions are those with such names. */
    static KernelRun of(Path elf, int rounds, Predicate<String> own) throws IOException {
        ElfFile file = ElfFile.read(elf);
        int entry = file.symbol("run").orElseThrow(
                () -> new IllegalStateException(elf + " has no function run"));
        Machine counted = run(elf, entry, rounds);
        Machine ending = run(elf, END, rounds);
        return new KernelRun(counted.hart().x[A0.number()],
                counted.hart().retired - ending.hart().retired, bytes(file, own));
    }

    private static Machine run(Path elf, int entry, int rounds) throws IOException {
        Machine machine = Guests.load(elf, EngineKind.INTERPRETER, OPTIONS, ConsolePort.NONE);
        byte[] ending = ending();
        Map<Register, Integer> registers = Map.of(A0, rounds, SP, STACK, RA, END);
        machine.addBootAction(() -> {
            machine.memory().load(Integer.toUnsignedLong(END), ending, 0, ending.length);
            registers.forEach((register, value) -> machine.hart().x[register.number()] = value);
            machine.hart().pc = entry;
        });
        StopReason stop = machine.run(CYCLES_MAX);
        if (!stop.equals(new StopReason.Exited(0))) {
            throw new IllegalStateException(String.format("%s stopped at 0x%08x: %s", elf,
                    machine.hart().pc, stop));
        }
        return machine;
    }

    /** Tells the test finisher that all went well; keeps a0. */
    private static byte[] ending() {
        Assembler a = new Assembler();
        a.li(T0, FINISHER);
        a.li(T1, PASS);
        a.sw(T1, T0, 0);
        a.j(a.here("stop"));
        return a.assemble(END).flat();
    }

    private static int bytes(ElfFile file, Predicate<String> own) {
        return file.symbols().all().stream()
                .filter(symbol -> symbol.type() == ElfSymbol.Type.FUNCTION)
                .filter(symbol -> own.test(symbol.name()))
                .mapToInt(ElfSymbol::size).sum();
    }
}
