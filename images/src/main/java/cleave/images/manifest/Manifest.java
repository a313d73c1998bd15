package cleave.images.manifest;

import cleave.toolchain.disk.DiskException;
import cleave.toolchain.text.Nearest;
import cleave.toolchain.text.Sizes;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What an image shall have, read from a text: a line for each thing, whose first word is a
 * {@link Kind}, with columns between spaces; {@code #} begins a comment. A space within a name is
 * written {@code \x20}.
 */
public final class Manifest {
    private final List<Entry> entries;

    private Manifest(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * Reads a manifest and those that it includes.
     *
     * @throws DiskException that names file, line and what is expected
     */
    public static Manifest read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        read(file, entries, new LinkedHashSet<>());
        return new Manifest(List.copyOf(entries));
    }

    private static void read(Path file, List<Entry> entries, Set<Path> above)
            throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new DiskException(file + (Files.exists(file) ? " is no file that you may read"
                    : " does not exist"));
        }
        Path real = file.toRealPath();
        if (!above.add(real)) {
            throw new DiskException(file + " includes itself");
        }
        int number = 0;
        for (String text : lines(file)) {
            number++;
            String line = text.replaceFirst("(^|\\s)#.*", "").strip();
            if (!line.isEmpty()) {
                Entry entry = parse(file, number, List.of(line.split("\\s+")));
                if (entry.kind() == Kind.INCLUDE) {
                    read(entry.host("MANIFEST"), entries, above);
                } else {
                    entries.add(entry);
                }
            }
        }
        above.remove(real);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new DiskException(file + " is no text in UTF-8: a manifest is");
        }
    }

    private static Entry parse(Path file, int number, List<String> words) throws DiskException {
        String word = words.get(0);
        Kind kind = Kind.of(word).orElseThrow(() -> new DiskException(file + ":" + number
                + ": unknown kind " + word + Nearest.to(word, Arrays.stream(Kind.values())
                        .map(Kind::word).toList()).map(near -> ": did you mean " + near + "?")
                        .orElse("; see cleave help image")));
        Entry entry = new Entry(file, number, kind, words.subList(1, words.size()));
        if (entry.values().size() != kind.columns().size()) {
            throw entry.problem("a line is written: " + kind.usage());
        }
        return entry;
    }

    List<Entry> entries() {
        return entries;
    }

    private Entry last(Kind kind) {
        return entries.stream().filter(entry -> entry.kind() == kind)
                .reduce((first, second) -> second).orElse(null);
    }

    /** How large the image shall be, in bytes; the last line about it counts. */
    public OptionalLong size() throws DiskException {
        Entry entry = last(Kind.SIZE);
        if (entry == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Sizes.parse(entry.get("SIZE"), 1));
        } catch (NumberFormatException e) {
            throw entry.problem("size " + entry.get("SIZE") + ": write it as 64M, 512K or 1G");
        }
    }

    /** What the file system shall call itself; nothing without a line about it. */
    public String label() {
        Entry entry = last(Kind.LABEL);
        return entry == null ? "" : entry.get("LABEL");
    }
}
