package cleave.benchmarks.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code benchmarks/compare}: see its {@code --help}. */
public final class Main {
    private final CommandLine line;
    private final PrintStream out;

    private Main(CommandLine line, PrintStream out) {
        this.line = line;
        this.out = out;
    }

    /** @param arguments the folder of Cleave, then what the person wrote */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /** The same without an end of the JVM: the exit code. */
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            return new Main(CommandLine.parse(arguments), out).compare(arguments) ? 0 : 1;
        } catch (CompareException | IOException e) {
            err.println("compare: " + e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            err.println("compare: interrupted");
            return 2;
        }
    }

    /** Whether everything could be compared; what could not does not keep the rest from it. */
    private boolean compare(List<String> arguments)
            throws CompareException, IOException, InterruptedException {
        for (Contender contender : line.contenders()) {
            if (!contender.isInstalled()) {
                throw new CompareException(contender.program() + " is not installed"
                        + (contender.program().startsWith("qemu")
                        ? ": apt-get install qemu-system-misc" : ""));
            }
        }
        List<Work> works = Work.of(line);
        String head = head(arguments, works);
        out.print(head);
        out.print(Row.HEADER);
        Path folder = Files.createTempDirectory("compare");
        List<Row> rows = new ArrayList<>();
        StringBuilder failures = new StringBuilder();
        Comparison comparison = new Comparison(line, new Stopwatch(folder, line.secondsMax()));
        try {
            for (Work work : works) {
                try {
                    List<Row> some = comparison.run(work);
                    some.forEach(row -> out.print(row.markdown()));
                    rows.addAll(some);
                } catch (CompareException e) {
                    failures.append("\nFailed: ").append(e.getMessage()).append('\n');
                }
            }
        } finally {
            for (String name : List.of("process.err", "process.clock", "cleave.json")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
        StringBuilder tail = new StringBuilder(failures);
        out.print(tail);
        write(head, rows, tail.toString());
        return failures.isEmpty();
    }

    private void write(String head, List<Row> rows, String tail) throws IOException {
        if (line.markdown().isPresent()) {
            StringBuilder text = new StringBuilder(head).append(Row.HEADER);
            rows.forEach(row -> text.append(row.markdown()));
            Files.writeString(line.markdown().get(), text.append(tail).toString());
        }
        if (line.svg().isPresent()) {
            Files.writeString(line.svg().get(), new BarChart("How much faster Cleave is",
                    LocalDate.now(ZoneOffset.UTC) + ", median of " + line.pairs()
                    + (line.pairs() == 1 ? " pair" : " pairs"), rows).svg());
        }
    }

    /** Everything that somebody needs to repeat it. */
    private String head(List<String> arguments, List<Work> works)
            throws CompareException, IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        text.append(LocalDate.now(ZoneOffset.UTC)).append(", ").append(processor()).append(", ")
                .append(Runtime.getRuntime().availableProcessors()).append(" processors, load ")
                .append(load()).append(" at the start; ").append(line.pairs())
                .append(line.pairs() == 1 ? " pair" : " pairs").append(". Java ")
                .append(System.getProperty("java.version")).append(", ")
                .append(Tool.firstLine(Contender.launcher(line.home()), "version"));
        for (String program : line.contenders().stream().map(Contender::program).distinct()
                .toList()) {
            text.append(", ").append(Tool.firstLine(program, "--version"));
        }
        if (Tool.isInstalled("riscv64-unknown-elf-gcc")) {
            text.append(", ").append(Tool.firstLine("riscv64-unknown-elf-gcc", "--version"));
        }
        text.append(".\n\n    benchmarks/compare ")
                .append(String.join(" ", arguments.subList(1, arguments.size()))).append('\n');
        commands(text, works);
        return text.append('\n').toString();
    }

    /** How each kind of guest is started, with the first one of its kind. */
    private void commands(StringBuilder text, List<Work> works) {
        List<Class<?>> seen = new ArrayList<>();
        for (Work work : works) {
            Guest guest = work.longest();
            if (seen.contains(guest.getClass())) {
                continue;
            }
            seen.add(guest.getClass());
            for (Contender contender : line.contenders()) {
                command(text, contender.command(guest));
            }
            command(text, Contender.cleave(line.home(), guest, Path.of("FILE")));
        }
    }

    private void command(StringBuilder text, List<String> words) {
        text.append("    ").append(String.join(" ", words)
                .replace(line.home().toString() + "/", "")).append('\n');
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        return !Files.exists(info) ? System.getProperty("os.arch") : Files.readAllLines(info)
                .stream().filter(one -> one.startsWith("model name")).findFirst()
                .map(one -> one.substring(one.indexOf(':') + 1).strip())
                .orElse(System.getProperty("os.arch"));
    }

    private static String load() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return !Files.exists(file) ? "unknown" : String.join(" ", Arrays.asList(
                Files.readString(file).split(" ")).subList(0, 3));
    }
}
