package cleave.emulator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a person is told when Cleave itself fails: never a stack trace, but how to report it. */
final class FaultReport {
    private FaultReport() {
    }

    /**
     * The message, without the name of the program.
     *
     * @param words the command line
     */
    static String compose(Throwable fault, List<String> words) {
        if (fault instanceof OutOfMemoryError) {
            return "the host's Java has not enough memory (" + fault.getMessage()
                    + "): give the guest less with -m, or Java more with "
                    + "CLEAVE_JAVA_OPTIONS=-Xmx2g";
        }
        StringBuilder text = new StringBuilder("this is a fault of Cleave, not of your guest: ");
        text.append(fault);
        StackTraceElement[] trace = fault.getStackTrace();
        if (trace.length > 0) {
            text.append(" at ").append(trace[0]);
        }
        text.append("\nPlease report it, with the files that make it happen and these lines:\n");
        text.append("  version: ").append(Version.get()).append(", Java ")
                .append(System.getProperty("java.version")).append(" on ")
                .append(System.getProperty("os.name")).append(' ')
                .append(System.getProperty("os.arch")).append('\n');
        text.append("  command: cleave ").append(String.join(" ", words)).append('\n');
        text.append("  seed: ").append(valueOf(Opt.SEED, words).orElse("0")).append('\n');
        String debugFile = valueOf(Opt.DEBUG, words).orElse(System.getenv("CLEAVE_DEBUG"));
        text.append(debugFile == null ? "  details: run it again with --debug FILE"
                : writeTrace(fault, Path.of(debugFile)));
        return text.toString();
    }

    /** Looked for by hand, for taking the arguments apart may be what has failed. */
    private static Optional<String> valueOf(Opt opt, List<String> words) {
        String name = opt.names().get(0);
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals(name) && i + 1 < words.size()) {
                return Optional.of(words.get(i + 1));
            }
            if (words.get(i).startsWith(name + "=")) {
                return Optional.of(words.get(i).substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    private static String writeTrace(Throwable fault, Path file) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        try {
            Files.write(file, trace.toString().getBytes(StandardCharsets.UTF_8));
            return "  details: in " + file;
        } catch (IOException e) {
            return "  details: could not be written to " + file + " (" + e.getMessage() + ")";
        }
    }
}
