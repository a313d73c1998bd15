package cleave.emulator.cli;

import cleave.toolchain.text.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * A command's arguments, taken apart. Before Commons CLI sees them every option is checked and
 * brought into the form {@code --name=value}: QEMU's options have one dash and whole words, which
 * Commons CLI alone would take for clusters and prefixes of others.
 */
final class Arguments {
    private final Verb verb;
    private final CommandLine line;

    private Arguments(Verb verb, CommandLine line) {
        this.verb = verb;
        this.line = line;
    }

    static Arguments parse(Verb verb, List<String> words) throws UsageException {
        Options options = new Options();
        for (Opt opt : Opt.values()) {
            if (opt.belongsTo(verb)) {
                options.addOption(Option.builder().longOpt(opt.key())
                        .hasArg(opt.argument() != null)
                        .optionalArg(opt.takesOptionalValue()).get());
            }
        }
        try {
            CommandLine line = DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(options, normalise(verb, words).toArray(new String[0]));
            return new Arguments(verb, line);
        } catch (ParseException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static List<String> normalise(Verb verb, List<String> words) throws UsageException {
        List<String> options = new ArrayList<>();
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                operands.addAll(words.subList(i + 1, words.size()));
                break;
            }
            if (!word.startsWith("-") || word.equals("-")) {
                operands.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            Opt opt = find(verb, name);
            if (opt.argument() == null) {
                if (equals >= 0) {
                    throw new UsageException(name + " takes no value");
                }
                options.add("--" + opt.key());
            } else if (equals >= 0) {
                options.add("--" + opt.key() + word.substring(equals));
            } else if (opt.takesOptionalValue()) {
                options.add("--" + opt.key());
            } else if (i + 1 < words.size()) {
                options.add("--" + opt.key() + "=" + words.get(++i));
            } else {
                throw new UsageException(name + " needs a value: " + name + " " + opt.argument());
            }
        }
        options.add("--");
        options.addAll(operands);
        return options;
    }

    private static Opt find(Verb verb, String name) throws UsageException {
        String bare = Opt.bare(name);
        List<String> known = new ArrayList<>();
        Opt elsewhere = null;
        for (Opt opt : Opt.values()) {
            if (opt.belongsTo(verb)) {
                known.addAll(opt.names());
                if (opt.isCalled(bare)) {
                    return opt;
                }
            } else if (opt.isCalled(bare)) {
                elsewhere = opt;
            }
        }
        QemuOnly.refuse(name);
        if (elsewhere != null) {
            throw new UsageException(name + " is not an option of cleave " + verb.word()
                    + ", but of " + Arrays.stream(Verb.values()).filter(elsewhere::belongsTo)
                            .map(v -> "cleave " + v.word()).collect(Collectors.joining(", ")));
        }
        String near = Nearest.to(bare, known.stream().map(Opt::bare).toList())
                .flatMap(n -> known.stream().filter(k -> Opt.bare(k).equals(n)).findFirst())
                .map(n -> ": did you mean " + n + "?").orElse("");
        throw new UsageException("unknown option " + name + near);
    }

    Verb verb() {
        return verb;
    }

    boolean has(Opt opt) {
        return line.hasOption(opt.key());
    }

    /** The value; that of the last when the option is given several times. */
    Optional<String> value(Opt opt) {
        List<String> all = values(opt);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** All values of an option that may be repeated, in their order. */
    List<String> values(Opt opt) {
        String[] values = line.getOptionValues(opt.key());
        return values == null ? List.of() : List.of(values);
    }

    /** What is no option. */
    List<String> operands() {
        return line.getArgList();
    }

    /** One of a few words. */
    String choice(Opt opt, String otherwise, String... words) throws UsageException {
        String word = value(opt).orElse(otherwise);
        if (!Arrays.asList(words).contains(word)) {
            throw new UsageException(opt.names().get(0) + " " + word + ": it can be "
                    + String.join(", ", words));
        }
        return word;
    }

    /** A file that the user names for writing or reading; empty when the option has no value. */
    String optionalValue(Opt opt) {
        return value(opt).orElse("");
    }

    /** Refuses operands beyond {@code most}. */
    void limitOperands(int most) throws UsageException {
        if (operands().size() > most) {
            throw new UsageException("cleave " + verb.word() + " has no use for "
                    + operands().get(most));
        }
    }

    /** An address, decimal or 0x and hexadecimal, with 32 bits. */
    Optional<Long> address(Opt opt) throws UsageException {
        return has(opt) ? Optional.of(number(opt, 0, 0, 0xffff_ffffL)) : Optional.empty();
    }

    /** A whole number within bounds. */
    long number(Opt opt, long otherwise, long least, long most) throws UsageException {
        Optional<String> text = value(opt);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.decode(text.get().replace("_", ""));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(opt.names().get(0) + " " + text.get()
                    + ": that is not a whole number");
        }
        throw new UsageException(opt.names().get(0) + " " + text.get() + ": it must be between "
                + least + " and " + most);
    }
}
