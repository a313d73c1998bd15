package cleave.tests.gdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.debug.Symbols;
import cleave.emulator.debug.gdb.GdbServer;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.tests.Peer;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfSegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A machine that runs under a real GDB in batch mode. */
final class GdbRun implements AutoCloseable {
    private static final int SECONDS_MAX = 300;

    private final Path program;
    private final Machine machine;
    private final GdbServer server;
    private final CompletableFuture<StopReason> end = new CompletableFuture<>();
    private volatile boolean over;

    /** Starts the machine; it waits for GDB before the first instruction. */
    GdbRun(Path program, EngineKind engine) throws Exception {
        this(program, bare(program, engine));
    }

    /** The same with a machine that is ready to run. */
    GdbRun(Path program, Machine machine) throws Exception {
        Peer.need("gdb-multiarch", "gdb-multiarch");
        this.program = program;
        this.machine = machine;
        server = GdbServer.listen(0, machine, new Symbols(List.of(ElfFile.read(program))));
        server.waitForGdb();
        new Thread(this::run, "machine").start();
    }

    private static Machine bare(Path program, EngineKind engine) throws Exception {
        Machine machine = Machine.builder().memory(1 << 20).engine(engine).build();
        ElfFile elf = ElfFile.read(program);
        machine.addBootAction(() -> {
            for (ElfSegment segment : elf.loadSegments()) {
                byte[] bytes = segment.bytes();
                machine.memory().load(segment.physicalAddress() & 0xffff_ffffL, bytes, 0,
                        bytes.length);
            }
            machine.hart().pc = elf.entry();
        });
        return machine;
    }

    private void run() {
        try (server) {
            StopReason reason = server.run(Long.MAX_VALUE);
            while (reason instanceof StopReason.Interrupted && !over) {
                reason = server.run(Long.MAX_VALUE);
            }
            end.complete(reason);
        } catch (RuntimeException | Error fault) {
            end.completeExceptionally(fault);
        }
    }

    /** Why the machine stopped at last. */
    StopReason end(int seconds) throws Exception {
        return end.get(seconds, TimeUnit.SECONDS);
    }

    /** What GDB prints for these commands, line by line. */
    List<String> gdb(String... commands) throws Exception {
        return start(commands).output();
    }

    /** A GDB that is at work. */
    record Running(Process process, Path out) {
        /** Waits until it has printed a text. */
        void await(String text) throws Exception {
            for (int i = 0; i < SECONDS_MAX * 50; i++) {
                if (Files.readString(out, StandardCharsets.ISO_8859_1).contains(text)) {
                    return;
                }
                Thread.sleep(20);
            }
            assertTrue(false, "GDB never printed " + text + ":\n" + Files.readString(out));
        }

        /** Ctrl-C. */
        void interrupt() throws Exception {
            int killed = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start()
                    .waitFor();
            assertEquals(0, killed);
        }

        List<String> output() throws Exception {
            boolean ended = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            String text = Files.readString(out, StandardCharsets.ISO_8859_1);
            assertTrue(ended, "GDB did not end within " + SECONDS_MAX + " s:\n" + text);
            return text.lines().toList();
        }
    }

    Running start(String... commands) throws Exception {
        List<String> line = new ArrayList<>(List.of("gdb-multiarch", "-nx", "-batch"));
        for (String command : List.of("set pagination off", "set confirm off",
                "set tcp connect-timeout 10", "target remote localhost:" + server.port())) {
            line.addAll(List.of("-ex", command));
        }
        for (String command : commands) {
            line.addAll(List.of("-ex", command));
        }
        line.add(program.toString());
        Path out = Files.createTempFile(program.getParent(), "gdb", ".out");
        return new Running(new ProcessBuilder(line).directory(program.getParent().toFile())
                .redirectErrorStream(true).redirectOutput(out.toFile())
                .redirectInput(Path.of("/dev/null").toFile()).start(), out);
    }

    /** Ends a machine that still runs. */
    @Override
    public void close() {
        over = true;
        server.interrupt();
        end.join();
    }
}
