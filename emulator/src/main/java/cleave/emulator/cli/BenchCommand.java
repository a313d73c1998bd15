package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code cleave bench cow}: boots an image, runs the program {@code bench} in its shell, and shows
 * what that has measured. What the guest writes to the image is forgotten.
 */
final class BenchCommand {
    private static final String SUBJECT = "cow";
    /** The shell echoes what is typed, so that the end must look different from the question. */
    private static final String SCRIPT = """
            timeout 3600s
            expect /[#$] $/
            send "bench; echo bench has ended with $?\\n"
            expect /bench has ended with [0-9]+/
            expect /[#$] $/
            send "poweroff\\n"
            exit 0
            """;
    private static final int LINES_SHOWN = 20;

    private final Arguments arguments;
    private final Streams streams;
    private final Optional<String> defaultImage;

    BenchCommand(Arguments arguments, Streams streams, Optional<String> defaultImage) {
        this.arguments = arguments;
        this.streams = streams;
        this.defaultImage = defaultImage;
    }

    int execute() throws UsageException, BootException {
        List<String> operands = arguments.operands();
        if (operands.isEmpty() || !operands.get(0).equals(SUBJECT)) {
            throw new UsageException("bench what? cleave bench cow measures copy-on-write, fork, "
                    + "exec and pipes");
        }
        arguments.limitOperands(2);
        String image = operands.size() > 1 ? operands.get(1) : defaultImage.orElseThrow(
                () -> new UsageException("which image? cleave bench cow disk.img"));
        MachineOptions.of(arguments);
        String console = converse(image);
        BenchCosts costs = BenchCosts.parse(console);
        if (costs.costs().isEmpty()) {
            streams.err().print(lastLines(console));
            throw new BootException("the program bench in " + image + " has measured nothing: its "
                    + "last words are above");
        }
        write(costs, image);
        return ExitCode.SUCCESS.code();
    }

    /** Boots, measures, powers off; what the guest has printed. */
    private String converse(String image) throws BootException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            Path script = Files.createTempFile("cleave-bench", ".expect");
            try {
                Files.writeString(script, SCRIPT);
                List<String> words = new ArrayList<>(List.of("boot", "--quiet", "-snapshot",
                        "--expect", script.toString()));
                words.addAll(machine());
                words.add(image);
                int code = Main.run(words, new Streams(InputStream.nullInputStream(), out,
                        new PrintStream(err, true, StandardCharsets.UTF_8), false),
                        Optional.empty());
                String console = out.toString(StandardCharsets.ISO_8859_1);
                if (code != ExitCode.SUCCESS.code()) {
                    streams.err().print(lastLines(console));
                    throw new BootException(image + " could not be measured: "
                            + err.toString(StandardCharsets.UTF_8).strip());
                }
                return console;
            } finally {
                Files.delete(script);
            }
        } catch (IOException e) {
            throw new BootException("the script for the guest could not be written: "
                    + e.getMessage());
        }
    }

    /** The options about the machine, as they were given. */
    private List<String> machine() {
        List<String> words = new ArrayList<>();
        for (Opt opt : Opt.values()) {
            if (opt.group() == Opt.Group.MACHINE) {
                for (String value : arguments.values(opt)) {
                    words.addAll(List.of(opt.names().get(0), value));
                }
            }
        }
        return words;
    }

    private static String lastLines(String console) {
        List<String> lines = console.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN),
                lines.size())) + "\n";
    }

    private void write(BenchCosts costs, String image) throws BootException {
        String name = Path.of(image).getFileName().toString();
        if (arguments.has(Opt.HTML)) {
            save(arguments.value(Opt.HTML).orElseThrow(), BenchPage.of(costs, name));
        }
        if (!arguments.has(Opt.JSON)) {
            streams.print(costs.table());
        } else if (arguments.optionalValue(Opt.JSON).isEmpty()) {
            streams.print(costs.json(name) + "\n");
        } else {
            save(arguments.optionalValue(Opt.JSON), costs.json(name) + "\n");
            streams.print(costs.table());
        }
    }

    private static void save(String file, String text) throws BootException {
        try {
            Files.writeString(Path.of(file), text);
        } catch (IOException e) {
            throw new BootException(file + " cannot be written: " + e.getMessage());
        }
    }
}
