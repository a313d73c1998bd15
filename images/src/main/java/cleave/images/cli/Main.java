package cleave.images.cli;

import cleave.toolchain.disk.DiskException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.ParseException;

/** {@code cleave image}: finds the command and turns what can happen into an exit code. */
public final class Main {
    /** The exit codes of {@code cleave}, a contract. */
    static final int SUCCESS = 0;
    static final int DAMAGE = 1;
    static final int USAGE = 2;
    static final int OUR_FAULT = 125;
    static final int OUTPUT_GONE = 141;
    private static final Set<String> HELP = Set.of("-h", "--help", "-help", "-?");

    private Main() {
    }

    /** The only place that ends the JVM. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /**
     * Does what one command line asks for: the exit code.
     *
     * @param words what follows {@code cleave image}
     */
    public static int run(List<String> words, PrintStream out, PrintStream err) {
        try {
            int code = execute(words, out);
            return out.checkError() ? OUTPUT_GONE : code;
        } catch (UsageException | ParseException e) {
            err.println("cleave: " + e.getMessage());
            err.println("Try: cleave help image");
            return USAGE;
        } catch (DiskException e) {
            err.println("cleave: " + e.getMessage());
            return USAGE;
        } catch (IOException e) {
            err.println("cleave: the host refused: " + e);
            return USAGE;
        } catch (RuntimeException | Error fault) {
            StackTraceElement[] trace = fault.getStackTrace();
            err.println("cleave: this is a fault of Cleave: " + fault
                    + (trace.length > 0 ? " at " + trace[0] : "") + "\nPlease report it, with the "
                    + "image and this line: cleave image " + String.join(" ", words));
            return OUR_FAULT;
        }
    }

    private static int execute(List<String> words, PrintStream out)
            throws UsageException, ParseException, IOException {
        if (words.isEmpty()) {
            throw new UsageException("cleave image what? cleave image ls disk.img, for example");
        }
        if (words.get(0).equals("help") || words.stream().anyMatch(HELP::contains)) {
            out.print(Verb.help());
            return SUCCESS;
        }
        Verb verb = Verb.of(words.get(0));
        CommandLine line = DefaultParser.builder().setAllowPartialMatching(false).get().parse(
                verb.options(), words.subList(1, words.size()).toArray(new String[0]));
        verb.checkOperands(line.getArgList().size());
        return new Commands(line, out).execute(verb) ? SUCCESS : DAMAGE;
    }
}
