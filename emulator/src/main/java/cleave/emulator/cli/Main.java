package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code cleave}: finds the command and turns everything that can happen into an exit code. */
public final class Main {
    /** The launcher says by this property which image comes with Cleave. */
    private static final String DEFAULT_IMAGE = "cleave.image";
    private static final Set<String> HELP_WORDS = Set.of("-h", "--help", "-help", "-?");

    private Main() {
    }

    /** The only place that ends the JVM. */
    public static void main(String[] arguments) {
        HostClock.sinceBegin();
        Streams streams = new Streams(new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out), System.err, true);
        System.exit(run(List.of(arguments), streams,
                Optional.ofNullable(System.getProperty(DEFAULT_IMAGE))));
    }

    /**
     * Executes a command line and returns the exit code of the process.
     *
     * @param image what {@code cleave boot} boots when it is not told
     */
    static int run(List<String> words, Streams streams, Optional<String> image) {
        try {
            return execute(words, streams, image);
        } catch (UsageException e) {
            streams.err().println("cleave: " + e.getMessage());
            streams.err().println("Try: cleave help"
                    + (words.isEmpty() ? "" : HelpPage.about(words.get(0)) == null ? ""
                    : " " + words.get(0)));
            return ExitCode.USAGE.code();
        } catch (BootException e) {
            streams.err().println("cleave: " + e.getMessage());
            return ExitCode.USAGE.code();
        } catch (OutputGoneException e) {
            return ExitCode.OUTPUT_GONE.code();
        } catch (RuntimeException | Error fault) {
            streams.err().println("cleave: " + FaultReport.compose(fault, words));
            return ExitCode.OUR_FAULT.code();
        }
    }

    private static int execute(List<String> words, Streams streams, Optional<String> image)
            throws UsageException, BootException {
        if (words.isEmpty()) {
            throw new UsageException("what shall it be? cleave boot kernel.elf, for example");
        }
        if (HELP_WORDS.contains(words.get(0))) {
            streams.print(HelpPage.overview());
            return ExitCode.SUCCESS.code();
        }
        Verb verb = words.get(0).equals("--version") ? Verb.VERSION : Verb.of(words.get(0));
        List<String> rest = words.subList(1, words.size());
        if (verb != Verb.HELP && rest.stream().anyMatch(HELP_WORDS::contains)) {
            streams.print(HelpPage.command(verb));
            return ExitCode.SUCCESS.code();
        }
        Arguments arguments = Arguments.parse(verb, rest);
        switch (verb) {
            case BOOT, RUN -> {
                return new BootCommand(arguments, streams, image).execute();
            }
            case BENCH -> {
                return new BenchCommand(arguments, streams, image).execute();
            }
            case DISASM -> {
                return new DisasmCommand(arguments, streams).execute();
            }
            case DESCRIBE -> {
                return new DescribeCommand(arguments, streams).execute();
            }
            case VERSION -> version(arguments, streams);
            case HELP -> help(arguments, streams);
        }
        return ExitCode.SUCCESS.code();
    }

    private static void version(Arguments arguments, Streams streams) throws UsageException {
        arguments.limitOperands(0);
        streams.print("cleave " + Version.get() + "\n");
    }

    private static void help(Arguments arguments, Streams streams) throws UsageException {
        arguments.limitOperands(1);
        String page = arguments.operands().isEmpty() ? HelpPage.overview()
                : HelpPage.about(arguments.operands().get(0));
        if (page == null) {
            throw new UsageException("there is no help about " + arguments.operands().get(0));
        }
        streams.print(page);
    }
}
