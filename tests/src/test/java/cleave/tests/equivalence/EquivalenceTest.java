package cleave.tests.equivalence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import cleave.emulator.boot.BootRequest;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.toolchain.isa.Instruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The part of {@code tests/equivalence} that is run every time. {@code -Dcleave.seed=N} and
 * {@code -Dcleave.programs=N} choose other programs.
 */
class EquivalenceTest {
    private static final long SEED = Long.getLong("cleave.seed", 1);
    private static final int PROGRAMS = Integer.getInteger("cleave.programs", 8);
    private static final int MEMORY = 64 << 20;

    @Test
    void randomProgramsGoTheSameWayOnEveryEngine() {
        Fuzzer fuzzer = new Fuzzer(Contender.ALL);
        for (long seed = SEED; seed < SEED + PROGRAMS; seed++) {
            assertEquals(Optional.empty(), fuzzer.run(seed));
        }
        assertTrue(fuzzer.lively() > PROGRAMS / 2, "only " + fuzzer.lively() + " of " + PROGRAMS
                + " programs did more than a few instructions");
    }

    @Test
    void aSeedMakesTheSameProgram() {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(ProgramMaker.make(seed).code(), ProgramMaker.make(seed).code());
            assertEquals(-1, Arrays.mismatch(ProgramMaker.make(seed).image(),
                    ProgramMaker.make(seed).image()));
        }
    }

    /** One wrong bit of one instruction becomes a program of a few lines that shows it. */
    @ParameterizedTest
    @EnumSource(value = Instruction.class, names = {"SLTU", "LHU"})
    void aPlantedFaultIsFoundAndMadeSmall(Instruction culprit) {
        Fuzzer fuzzer = new Fuzzer(List.of(Contender.REFERENCE,
                new Contender("misguided", hart -> new Misguided(hart, culprit))));
        for (long seed = SEED; seed < SEED + 40; seed++) {
            Optional<Fuzzer.Finding> finding = fuzzer.run(seed);
            if (finding.isPresent()) {
                RandomProgram small = finding.get().program();
                String text = finding.get().toString();
                assertTrue(small.size() <= 5, text);
                assertTrue(small.listing().contains(culprit.mnemonic()), text);
                assertTrue(text.contains("--seed " + seed), text);
                return;
            }
        }
        fail("no program has found the fault");
    }

    /** The image that is written for a program is the program. */
    @Test
    void theElfFileOfAProgramIsTheProgram() throws Exception {
        RandomProgram program = ProgramMaker.make(SEED);
        Path file = Files.createTempFile("equivalence", ".elf");
        try {
            Files.write(file, program.elf());
            Subject booted = new BootedSubject("file", program.options(), Place.RAM_SIZE * 8,
                    BootRequest.of(file.toString()), Optional.empty(), "", List.of());
            Machine fromFile = booted.machine(Contender.REFERENCE.maker());
            Machine direct = program.machine(Contender.REFERENCE.maker());
            byte[] expected = program.image();
            byte[] actual = new byte[expected.length];
            fromFile.memory().read(Integer.toUnsignedLong(Place.RAM), actual, 0, actual.length);
            assertEquals(-1, Arrays.mismatch(expected, actual));
            // The reset vector before it takes a few instructions of its own.
            while (fromFile.hart().pc != Place.RAM) {
                fromFile.step();
            }
            assertEquals(direct.hart().pc, fromFile.hart().pc);
        } finally {
            Files.delete(file);
        }
    }

    @ParameterizedTest
    @EnumSource(TimingModel.class)
    void theGuestBootsTheSameWayOnEveryEngine(TimingModel timing) throws Exception {
        Subject guest = new BootedSubject("guest, " + timing,
                new HartOptions(16, false, true, timing), MEMORY,
                BootRequest.of("../guest-os/target/kernel.elf"),
                Optional.of(Files.readAllBytes(Path.of("../images/target/cleave.img"))), ":/# ",
                List.of("seq 200 | sort -rn | head -n 3", "cowdemo", "poweroff"));
        Race race = new Race(guest, Contender.ALL, number -> 500_000);
        assertEquals(Optional.empty(), race.run(24_000_000));
        assertEquals(new StopReason.Exited(0), race.ending());
    }
}
