package cleave.tests.disks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the guest has promised: files of which {@code sync FILE} has said that they are on the disk.
 * Each is what {@code seq FROM TO} prints, which nothing else on the disk is.
 *
 * @param step the last write to the disk before that was said
 */
record Kept(String path, int from, int to, int step) {
    /** What scripts print: {@code SYNCED new/file 1 20}. */
    private static final Pattern LINE = Pattern.compile("SYNCED (\\S+) (\\d+) (\\d+)");

    static Optional<Kept> parse(String line, int step) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches() ? Optional.of(new Kept(matcher.group(1),
                Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)), step))
                : Optional.empty();
    }

    private String content() {
        StringBuilder text = new StringBuilder();
        IntStream.rangeClosed(from, to).forEach(i -> text.append(i).append('\n'));
        return text.toString();
    }

    /**
     * Those that are in no file of a tree.
     *
     * @param named whether what is in {@code lost+found}, and so has lost its name, is none
     */
    static List<Kept> missing(List<Kept> promised, Path tree, boolean named) throws IOException {
        Set<String> contents = new HashSet<>();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                boolean lost = named && file.startsWith(tree.resolve("lost+found"));
                if (Files.isRegularFile(file) && !lost) {
                    contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        List<Kept> missing = new ArrayList<>();
        for (Kept one : promised) {
            if (!contents.contains(one.content())) {
                missing.add(one);
            }
        }
        return missing;
    }
}
