package cleave.tests.gdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.engine.EngineKind;
import cleave.emulator.machine.StopReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stub as the real GDB uses it, on every engine. */
class GdbTest {
    private static final int SECONDS_MAX = 300;
    private static final String WHERE = "info symbol $pc";
    /** The lines that the tests look at: what they print themselves, places, values, errors. */
    private static final Pattern SHOWN = Pattern.compile(
            "= (.*)|(.*) in section .*|(Value returned is .*)|.*(Cannot .*)|(.*exited .*)");

    @TempDir
    static Path folder;
    static Path program;

    @BeforeAll
    static void build() throws Exception {
        program = Debuggee.build(folder);
    }

    private static List<String> interesting(List<String> output) {
        List<String> lines = new ArrayList<>();
        for (String line : output) {
            var matcher = SHOWN.matcher(line);
            if (matcher.matches()) {
                for (int group = 1; group <= matcher.groupCount(); group++) {
                    if (matcher.group(group) != null) {
                        lines.add(matcher.group(group));
                    }
                }
            }
        }
        return lines;
    }

    /** A session that ends by {@code kill}; answers what is worth looking at. */
    private static List<String> session(EngineKind engine, String... commands) throws Exception {
        try (GdbRun run = new GdbRun(program, engine)) {
            List<String> all = new ArrayList<>(Arrays.asList(commands));
            all.add("kill");
            List<String> output = run.gdb(all.toArray(String[]::new));
            assertEquals(new StopReason.Killed(), run.end(SECONDS_MAX), output.toString());
            return interesting(output);
        }
    }

    /** A command that prints a line; {@code values} are expressions. */
    private static String show(String format, String... values) {
        return "printf \"= " + format + "\\n\"" + (values.length == 0 ? "" : ", ")
                + String.join(", ", values);
    }

    @ParameterizedTest
    @EnumSource
    void guestWaitsForGdbBeforeItsFirstInstruction(EngineKind engine) throws Exception {
        assertEquals(List.of("_start", "priv 3 cycle 0"), session(engine, WHERE,
                show("priv %d cycle %d", "$priv", "$mcycle")));
    }

    @ParameterizedTest
    @EnumSource
    void registersAndCsrsAreReadAndWrittenByName(EngineKind engine) throws Exception {
        assertEquals(List.of("misa 40141107 mtvec 0 satp 0",
                "a0 5 s0 6 fp 6 mscratch 1234 zero 0", "pmpcfg0 9f mcycle 1000", "priv 1"),
                session(engine, show("misa %x mtvec %x satp %x", "$misa", "$mtvec", "$satp"),
                "set $a0 = 5", "set $s0 = 6", "set $mscratch = 0x1234", "set $zero = 9",
                "set $pmpcfg0 = 0x9f", "set $mcycle = 1000",
                show("a0 %d s0 %d fp %d mscratch %x zero %d", "$a0", "$s0", "$fp", "$mscratch",
                        "$zero"),
                show("pmpcfg0 %x mcycle %d", "$pmpcfg0", "$mcycle"),
                "set $priv = 1", show("priv %d", "$priv")));
    }

    @ParameterizedTest
    @EnumSource
    void memoryIsReadAndWrittenAndWhatIsNotThereIsRefused(EngineKind engine) throws Exception {
        assertEquals(List.of("3", "77", "rom 55", "mtimecmp 0",
                "Cannot access memory at address 0x50000000",
                "Cannot access memory at address 0x50000000", "alive"),
                session(engine, show("%d", "guarded[2]"), "set var counter = 77",
                show("%d", "counter"),
                "set *(char *) 0x1100 = 0x55", show("rom %x", "*(char *) 0x1100"),
                show("mtimecmp %d", "*(int *) 0x02004000"),
                "x/w 0x50000000", "set *(int *) 0x50000000 = 1", show("alive")));
    }

    @ParameterizedTest
    @EnumSource
    void breakpointsOfBothKindsStopAndLeaveMemoryAsItIs(EngineKind engine) throws Exception {
        assertEquals(List.of("main", "twice", "same 1"), session(engine,
                "set breakpoint always-inserted on", "set $before = *(int *) main",
                "break *main", "hbreak *twice", "continue", WHERE, "continue", WHERE,
                show("same %d", "$before == *(int *) main")));
    }

    @ParameterizedTest
    @EnumSource
    void sourceIsSteppedThroughAndFunctionsFinish(EngineKind engine) throws Exception {
        assertEquals(List.of("x 21", "Value returned is $1 = 42", "counter 42", "touch"),
                session(engine, "break twice", "continue", show("x %d", "x"), "delete", "finish",
                "next", show("counter %d", "counter"), "step", WHERE));
    }

    @ParameterizedTest
    @EnumSource
    void writeWatchpointStopsAfterWritesToItsBytesOnly(EngineKind engine) throws Exception {
        assertEquals(List.of("4", "touch + 56", "9", "touch + 68"), session(engine,
                "break touch", "continue", "watch guarded[2]",
                "continue", show("%d", "guarded[2]"), WHERE,
                "continue", show("%d", "guarded[2]"), WHERE));
    }

    @ParameterizedTest
    @EnumSource
    void readWatchpointStopsAfterReadsOfItsBytesOnly(EngineKind engine) throws Exception {
        assertEquals(List.of("touch + 36", "touch + 68"), session(engine,
                "break touch", "continue", "rwatch guarded[2]",
                "continue", WHERE, "continue", WHERE));
    }

    @ParameterizedTest
    @EnumSource
    void accessWatchpointStopsAfterReadsAndWrites(EngineKind engine) throws Exception {
        assertEquals(List.of("touch + 36", "touch + 56", "touch + 68"), session(engine,
                "break touch", "continue", "awatch guarded[2]",
                "continue", WHERE, "continue", WHERE, "continue", WHERE));
    }

    @ParameterizedTest
    @EnumSource
    void stepOverAnEcallReturnsBehindIt(EngineKind engine) throws Exception {
        assertEquals(List.of("call_machine", "priv 1", "call_machine + 4", "priv 1"),
                session(engine, "break ecall_here", "continue", WHERE,
                        show("priv %d", "$priv"), "stepi", WHERE, show("priv %d", "$priv")));
    }

    @ParameterizedTest
    @EnumSource
    void breakpointInATrapHandlerIsMetInItsMode(EngineKind engine) throws Exception {
        assertEquals(List.of("machine_trap", "priv 3 mcause 9", "trap_return", "call_machine + 4"),
                session(engine, "break call_machine", "continue", "break machine_trap",
                "continue", WHERE, show("priv %d mcause %d", "$priv", "$mcause"),
                "break trap_return", "continue", WHERE, "delete", "tbreak ecall_next",
                "continue", WHERE));
    }

    @ParameterizedTest
    @EnumSource
    void stepSwitchesPagingOn(EngineKind engine) throws Exception {
        assertEquals(List.of("before_satp", "paging 0", "after_satp", "paging 1",
                "after_satp + 4"), session(engine, "break before_satp", "continue", WHERE,
                show("paging %d", "$satp >> 31 & 1"), "stepi", WHERE,
                show("paging %d", "$satp >> 31 & 1"), "stepi", WHERE));
    }

    @ParameterizedTest
    @EnumSource
    void breakpointAtAVirtualAddressIsMetWithPagingOn(EngineKind engine) throws Exception {
        assertEquals(List.of("pc 40000000 a0 3", "pc 40000004 a0 103", "same 1"),
                session(engine, "break *0x40000000", "continue",
                show("pc %x a0 %d", "$pc", "$a0"), "stepi", show("pc %x a0 %d", "$pc", "$a0"),
                show("same %d", "*(int *) 0x40000000 == *(int *) high")));
    }

    @ParameterizedTest
    @EnumSource
    void physicalMemoryModeIgnoresThePageTable(EngineKind engine) throws Exception {
        assertEquals(List.of("mapped 1", "Cannot access memory at address 0x40000000", "mapped 1"),
                session(engine, "break *0x40000000", "continue",
                show("mapped %d", "*(int *) 0x40000000 != 0"),
                "maint packet Qqemu.PhyMemMode:1", "maint flush dcache", "x/w 0x40000000",
                "maint packet Qqemu.PhyMemMode:0", "maint flush dcache",
                show("mapped %d", "*(int *) 0x40000000 != 0")));
    }

    @ParameterizedTest
    @EnumSource
    void stepOverWfiSleepsUntilTheInterrupt(EngineKind engine) throws Exception {
        assertEquals(List.of("sleep_here", "woken", "slept 1"), session(engine,
                "break sleep_here", "continue", WHERE, "stepi", WHERE,
                "stepi", show("slept %d", "$a0 == 1 && $mcycle >= 10000")));
    }

    @ParameterizedTest
    @EnumSource
    void controlCStopsARunningGuestThatThenRunsToItsEnd(EngineKind engine) throws Exception {
        try (GdbRun run = new GdbRun(program, engine)) {
            GdbRun.Running gdb = run.start("break spin", "continue", show("spinning"), "continue",
                    show("%d", "spins > 0"), "set var released = 1", "continue");
            gdb.await("= spinning");
            Thread.sleep(300);
            gdb.interrupt();
            List<String> output = gdb.output();
            assertTrue(output.stream().anyMatch(line -> line.contains("SIGINT")),
                    output.toString());
            assertEquals(List.of("spinning", "1",
                    "[Inferior 1 (Remote target) exited with code 07]"), interesting(output));
            assertEquals(new StopReason.Exited(7), run.end(SECONDS_MAX));
        }
    }

    @ParameterizedTest
    @EnumSource
    void detachedGuestRunsOnWithoutBreakpoints(EngineKind engine) throws Exception {
        try (GdbRun run = new GdbRun(program, engine)) {
            run.gdb("set breakpoint always-inserted on", "break main", "watch counter",
                    "set var released = 1", "detach");
            assertEquals(new StopReason.Exited(7), run.end(SECONDS_MAX));
        }
    }

    @ParameterizedTest
    @EnumSource
    void guestStaysWhereItIsForTheNextGdb(EngineKind engine) throws Exception {
        try (GdbRun run = new GdbRun(program, engine)) {
            assertEquals(List.of("main"), interesting(run.gdb("set breakpoint always-inserted on",
                    "break *main", "break *twice", "continue", WHERE, "disconnect")));
            assertEquals(List.of("main", "spin"), interesting(run.gdb(WHERE, "break *spin",
                    "continue", WHERE, "kill")));
            assertEquals(new StopReason.Killed(), run.end(SECONDS_MAX));
        }
    }

    @ParameterizedTest
    @EnumSource
    void gdbStopsAGuestThatRunsWhenItConnects(EngineKind engine) throws Exception {
        try (GdbRun run = new GdbRun(program, engine)) {
            run.gdb("detach");
            assertEquals(List.of("priv 1", "1"), interesting(run.gdb(show("priv %d", "$priv"),
                    show("%d", "$mcycle > 0"), "kill")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void monitorCommandsAnswer(EngineKind engine) throws Exception {
        try (GdbRun run = new GdbRun(program, engine)) {
            List<String> output = run.gdb("break *0x40000000", "continue", "monitor info mem",
                    "monitor p/x 6*7", "monitor foo", "monitor cont", "monitor quit");
            assertTrue(output.contains("80000000 0000000080000000 00400000 rwx--ad"),
                    output.toString());
            assertTrue(output.contains("0x2a"), output.toString());
            assertTrue(output.contains("unknown command: 'foo'; 'help' lists all"),
                    output.toString());
            assertTrue(output.contains("GDB runs the guest: use its continue"),
                    output.toString());
            assertEquals(new StopReason.Killed(), run.end(SECONDS_MAX));
        }
    }

    @ParameterizedTest
    @EnumSource
    void stuckGuestStopsWithItsDiagnosisAndCanBeLookedAt(EngineKind engine) throws Exception {
        try (GdbRun run = new GdbRun(program, engine)) {
            List<String> output = run.gdb("set *(int *) _start = 0x6f", "continue", WHERE, "kill");
            assertTrue(output.contains("the instruction at 0x80000000 jumps to itself and no "
                    + "interrupt is enabled: nothing can end this loop"), output.toString());
            assertTrue(output.stream().anyMatch(line -> line.contains("SIGABRT")),
                    output.toString());
            assertEquals(List.of("_start"), interesting(output));
        }
    }

    @ParameterizedTest
    @EnumSource
    void jumpToNowhereIsMetByStepsWithoutLockingUp(EngineKind engine) throws Exception {
        assertEquals(List.of("machine_trap", "mcause 12 mtval 666",
                "Cannot access memory at address 0x50000000",
                "Cannot access memory at address 0x50000000", "alive"), session(engine,
                "break main", "continue", "break machine_trap", "set $pc = 0x666", "continue",
                WHERE, show("mcause %d mtval %x", "$mcause", "$mtval"), "delete",
                "set $pc = 0x50000000", "stepi", "bt", "x/i $pc", show("alive")));
    }
}
