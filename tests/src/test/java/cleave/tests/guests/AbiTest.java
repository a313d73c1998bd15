package cleave.tests.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that say what they see of the kernel see in our guest what they see on Linux: each is
 * run by our kernel, on Cleave and on QEMU, and by {@code qemu-riscv32}, and prints the same.
 */
class AbiTest {
    /** Programs that {@code qemu-riscv32} cannot judge, and why. They judge themselves. */
    private static final Map<String, String> WITHOUT_PEER = Map.ofEntries(
            Map.entry("E4_malformed", "it has a loader of its own"),
            Map.entry("E7", "it shows the pages of the host"),
            Map.entry("F11", "its own threads count against the limit of processes"),
            Map.entry("M5_more", "it places mappings by itself and knows little advice"),
            Map.entry("M6", "it shows the pages of the host"),
            Map.entry("S1_blocks", "it looks for the mask behind a restorer, which RISC-V has not"),
            Map.entry("S2_bus", "it tells the address of its own memory"),
            Map.entry("S4_orphan", "it has no sub-reapers"),
            Map.entry("V2_flags", "it makes processes and threads, and nothing between"),
            Map.entry("V3_leader", "it loses the status of the first thread"),
            Map.entry("V3_robust", "it has no robust lists"),
            Map.entry("V3_waits", "it wakes no thread from rt_sigtimedwait"),
            Map.entry("W1_clone", "it has no CLONE_PIDFD"),
            Map.entry("W2_core", "it writes core files by itself"),
            Map.entry("W5", "it has no sub-reapers"),
            Map.entry("W7_flags", "it forgets SA_NOCLDSTOP and SA_NOCLDWAIT"),
            Map.entry("openat2", "it has no openat2"),
            Map.entry("random_memory", "it loses count of what mremap has moved, and hangs"));

    /** Programs that begin as root; elsewhere they have only themselves as judges. */
    private static final Set<String> OF_ROOT = Set.of("L1", "L3", "identity");

    @TempDir
    static Path folder;

    @BeforeAll
    static void build() throws Exception {
        AbiPrograms.build(folder);
    }

    private static AbiPrograms programs(String isa) {
        return new AbiPrograms(folder.resolve(isa));
    }

    /**
     * The programs as tests.
     *
     * @param order how lines that several processes print are put into an order
     */
    private static Stream<DynamicTest> tests(String isa, AbiGuest.Boot boot,
            UnaryOperator<String> order) throws Exception {
        AbiPrograms programs = programs(isa);
        List<String> names = AbiPrograms.names();
        Map<String, String> outputs = new AbiGuest(programs, boot, Map.of()).run(names);
        return names.stream().map(name -> dynamicTest(name, () -> {
            String seen = outputs.get(name);
            if (!WITHOUT_PEER.containsKey(name)
                    && (AbiPrograms.asRoot() || !OF_ROOT.contains(name))) {
                assertEquals(order.apply(programs.onLinux(name)), order.apply(seen));
            }
            assertFalse(seen.contains("FAIL "), seen);
            assertTrue(seen.endsWith("-- 0\n"), seen);
        }));
    }

    /** On QEMU the host's clock says whose turn it is, and so who prints first. */
    private static String sorted(String text) {
        return text.lines().sorted().collect(Collectors.joining("\n"));
    }

    @TestFactory
    Stream<DynamicTest> programsSeeOnOurKernelWhatTheySeeOnLinux() throws Exception {
        return tests("rv32ima", AbiGuest::onCleave, UnaryOperator.identity());
    }

    @TestFactory
    Stream<DynamicTest> compressedProgramsDoAsWell() throws Exception {
        return tests("rv32imac", AbiGuest::onCleave, UnaryOperator.identity());
    }

    @TestFactory
    Stream<DynamicTest> soDoTheyWhenOurKernelRunsOnQemu() throws Exception {
        return tests("rv32ima", AbiGuest::onQemu, AbiTest::sorted);
    }
}
