package cleave.toolchain.compiler.door;

import cleave.toolchain.compiler.ClassSource;
import cleave.toolchain.compiler.CompileException;
import cleave.toolchain.compiler.CompilerOptions;
import cleave.toolchain.compiler.JavaSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code cleave compile}: javac, then our compiler, then the files that were asked for. */
public final class CompileCommand {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    /** Has the panic handler of programs that have none. */
    private static final String FAILURE = "cleave/guest/Failure";
    private static final Path DEFAULT_OUTPUT = Path.of("a.elf");

    private final CommandLine line;

    private CompileCommand(CommandLine line) {
        this.line = line;
    }

    /** The exit code; what there is to say goes to {@code out} and {@code err}. */
    public static int run(List<String> words, PrintStream out, PrintStream err) {
        try {
            CommandLine line = CommandLine.parse(words.equals(List.of("help"))
                    ? List.of(Option.HELP.spelling()) : words);
            if (line.has(Option.HELP)) {
                out.print(Option.help());
            } else {
                new CompileCommand(line).run(out);
            }
            return 0;
        } catch (CommandLine.UsageException e) {
            err.println("cleave compile: " + e.getMessage());
            return USAGE;
        } catch (CompileException e) {
            err.println(e.getMessage());
            return FAILED;
        } catch (IOException e) {
            err.println("cleave compile: cannot write: " + e.getMessage());
            return USAGE;
        }
    }

    private void run(PrintStream out) throws IOException {
        List<Path> classPath = line.classPath();
        JavaSource sources = new JavaSource().classPath(classPath);
        line.sources().forEach(sources::add);
        Map<String, byte[]> classes = sources.compile();
        List<ClassSource> places = new ArrayList<>();
        places.add(ClassSource.of(classes));
        classPath.forEach(path -> places.add(ClassSource.of(path)));
        places.add(ClassSource.of(CompileCommand.class.getClassLoader()));
        Entry entry = Entry.of(classes, line.word(Option.ENTRY));
        Executable executable = Executable.build(ClassSource.first(places), options(entry),
                entry.mainClass(), line.has(Option.BARE) ? ProgramKind.BARE : ProgramKind.USER,
                !line.has(Option.NO_COMPRESSED),
                line.has(Option.NO_DEBUG) ? null : sourceRoot(entry.mainClass()));
        write(executable);
        if (line.has(Option.REPORT)) {
            out.print(executable.report().text(executable.assembly()));
        }
    }

    /** The folder in which the package of the main class begins: above its source's own folders. */
    private String sourceRoot(String mainClass) {
        Path inRoot = Path.of(mainClass.replaceFirst("\\$.*", "") + ".java");
        for (Path source : line.sources()) {
            Path file = source.toAbsolutePath().normalize();
            if (file.endsWith(inRoot)) {
                Path root = file;
                for (int i = 0; i < inRoot.getNameCount(); i++) {
                    root = root.getParent();
                }
                return root.toString();
            }
        }
        return Path.of("").toAbsolutePath().toString();
    }

    private CompilerOptions options(Entry entry) {
        List<String> roots = new ArrayList<>(entry.roots());
        if (!entry.hasPanicHandler()) {
            roots.add(FAILURE);
        }
        boolean naive = line.has(Option.NAIVE);
        return CompilerOptions.of(roots.toArray(String[]::new))
                .withAssertions(!line.has(Option.NO_ASSERTIONS))
                .withNullChecks(line.has(Option.NULL_CHECKS) ? CompilerOptions.NullChecks.EXPLICIT
                        : CompilerOptions.NullChecks.FAULT)
                .withOptimise(!naive)
                .withStackLimit(line.bytes(Option.STACK_LIMIT))
                .withBackEnd(naive ? CompilerOptions.BackEndChoice.NAIVE
                        : CompilerOptions.BackEndChoice.OPTIMISING);
    }

    private void write(Executable executable) throws IOException {
        Path output = line.file(Option.OUTPUT).orElse(DEFAULT_OUTPUT);
        Files.write(output, executable.elf());
        output.toFile().setExecutable(true);
        if (line.has(Option.LISTING)) {
            Files.writeString(line.file(Option.LISTING).get(), executable.assembly().listing(),
                    StandardCharsets.UTF_8);
        }
        if (line.has(Option.EMIT_IR)) {
            Files.writeString(line.file(Option.EMIT_IR).get(), executable.ir(),
                    StandardCharsets.UTF_8);
        }
    }
}
