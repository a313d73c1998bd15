package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.boot.Nearest;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.Arrays;
import java.util.List;

/** {@code cleave}: finds the command and turns everything that can happen into an exit code. */
public final class Main {
    private Main() {
    }

    /** The only place that ends the JVM. */
    public static void main(String[] arguments) {
        Streams streams = new Streams(new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out), System.err, true);
        System.exit(run(arguments, streams));
    }

    /** Executes a command line and returns the exit code of the process. */
    static int run(String[] arguments, Streams streams) {
        try {
            return execute(List.of(arguments), streams);
        } catch (UsageException e) {
            streams.err().println("cleave: " + e.getMessage());
            streams.err().println("Try: cleave help");
            return ExitCode.USAGE.code();
        } catch (BootException e) {
            streams.err().println("cleave: " + e.getMessage());
            return ExitCode.USAGE.code();
        }
    }

    private static int execute(List<String> words, Streams streams)
            throws UsageException, BootException {
        if (words.isEmpty()) {
            throw new UsageException("no command: cleave boot, cleave run, cleave version");
        }
        Verb verb = verb(words.get(0));
        List<String> rest = words.subList(1, words.size());
        return switch (verb) {
            case BOOT, RUN -> new BootCommand(Arguments.parse(verb, rest), streams).execute();
            case VERSION -> {
                streams.print("cleave " + Version.get() + "\n");
                yield ExitCode.SUCCESS.code();
            }
        };
    }

    private static Verb verb(String word) throws UsageException {
        for (Verb verb : Verb.values()) {
            if (verb.word().equals(word)) {
                return verb;
            }
        }
        String near = Nearest.to(word, Arrays.stream(Verb.values()).map(Verb::word).toList())
                .map(n -> ": did you mean cleave " + n + "?").orElse("");
        throw new UsageException("unknown command " + word + near);
    }
}
