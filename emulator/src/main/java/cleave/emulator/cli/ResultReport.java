package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.boot.BootPlan;
import cleave.emulator.debug.CrashReport;
import cleave.emulator.debug.RegisterDump;
import cleave.emulator.engine.Statistics;
import cleave.emulator.machine.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The result of a run for programs: one JSON object, in the form {@value #SCHEMA}. Members may be
 * added to that form; a change of their meaning gets another name.
 */
final class ResultReport {
    private static final String SCHEMA = "cleave-result/1";

    private ResultReport() {
    }

    /**
     * @param crash null when the guest has not crashed
     * @param statistics null when nobody asked
     */
    static String compose(Machine machine, BootPlan plan, Ending ending, CrashReport crash,
            Statistics statistics) {
        RegisterDump registers = new RegisterDump(machine.hart());
        JsonObject result = new JsonObject()
                .put("schema", SCHEMA)
                .put("version", Version.get())
                .put("loaded", plan.summary())
                .put("engine", machine.engine().name())
                .put("stop", ending.word())
                .put("exitCode", ending.exitCode())
                .put("message", ending.message())
                .put("cycles", machine.hart().cycle)
                .put("instructions", machine.hart().retired)
                .put("nanoseconds", machine.timer().nanoseconds())
                .put("mode", "USHM".substring(machine.hart().mode(), machine.hart().mode() + 1))
                .put("registers", hexadecimal(registers.integers()))
                .put("csrs", hexadecimal(registers.usualCsrs()));
        if (crash != null) {
            result.put("place", crash.place()).put("history", crash.history());
        }
        if (statistics != null) {
            result.put("stats", StatsOption.json(statistics));
        }
        return result.toString();
    }

    private static JsonObject hexadecimal(Map<String, Integer> values) {
        JsonObject object = new JsonObject();
        values.forEach((name, value) -> object.put(name, String.format("0x%08x", value)));
        return object;
    }

    /** @param file empty for standard output */
    static void write(String json, String file, Streams streams, boolean newLine)
            throws BootException {
        if (file.isEmpty()) {
            streams.print((newLine ? "" : "\n") + json + "\n");
            return;
        }
        try {
            Files.write(Path.of(file), (json + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BootException("--json=" + file + " cannot be written: " + e.getMessage());
        }
    }
}
