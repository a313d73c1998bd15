package cleave.toolchain.compiler.door;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words behind {@code cleave compile}, checked. */
final class CommandLine {
    private static final String JAVA = ".java";

    /** The command line cannot be used; the message says why, and what can. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    private final Map<Option, String> options = new EnumMap<>(Option.class);
    private final List<Path> sources = new ArrayList<>();

    static CommandLine parse(List<String> words) {
        CommandLine line = new CommandLine();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            Optional<Option> option = Option.of(word);
            if (option.isEmpty()) {
                line.addSource(word);
            } else if (!option.get().takesArgument()) {
                line.options.put(option.get(), "");
            } else if (i + 1 == words.size()) {
                throw new UsageException(word + " needs something behind it: see --help");
            } else {
                i++;
                line.options.put(option.get(), words.get(i));
            }
        }
        if (line.sources.isEmpty() && !line.has(Option.HELP)) {
            throw new UsageException("there is nothing to compile: name a .java file or a folder");
        }
        return line;
    }

    private void addSource(String word) {
        if (word.startsWith("-")) {
            throw new UsageException("no option is called " + word + "; there are: "
                    + Arrays.stream(Option.values()).map(Option::spelling)
                            .collect(Collectors.joining(" ")));
        }
        Path path = Path.of(word);
        if (Files.isDirectory(path)) {
            addFolder(path);
        } else if (!Files.isReadable(path)) {
            throw new UsageException(word + " cannot be read: check its name");
        } else if (!word.endsWith(JAVA)) {
            throw new UsageException(word + " is not a .java file");
        } else {
            sources.add(path);
        }
    }

    private void addFolder(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> found = all.filter(path -> path.toString().endsWith(JAVA)).sorted().toList();
            if (found.isEmpty()) {
                throw new UsageException("there is no .java file in " + folder);
            }
            sources.addAll(found);
        } catch (UncheckedIOException | IOException e) {
            throw new UsageException(folder + " cannot be read: " + e.getMessage());
        }
    }

    boolean has(Option option) {
        return options.containsKey(option);
    }

    Optional<Path> file(Option option) {
        return Optional.ofNullable(options.get(option)).map(Path::of);
    }

    Optional<String> word(Option option) {
        return Optional.ofNullable(options.get(option));
    }

    /** A number of bytes; 0 when the option is not given. */
    int bytes(Option option) {
        String text = options.get(option);
        if (text == null) {
            return 0;
        }
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new UsageException(option.spelling() + " " + text
                    + ": give a number of bytes, as in " + option.spelling() + " 4096");
        }
        return Integer.parseInt(text);
    }

    List<Path> sources() {
        return sources;
    }

    List<Path> classPath() {
        List<Path> paths = new ArrayList<>();
        for (String part : word(Option.CLASS_PATH).orElse("").split(File.pathSeparator)) {
            if (!part.isEmpty()) {
                Path path = Path.of(part);
                if (!Files.exists(path)) {
                    throw new UsageException(part + ", of the class path, does not exist");
                }
                paths.add(path);
            }
        }
        return paths;
    }
}
