package cleave.images.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The first word of a line of a manifest, and the columns that follow it. */
public enum Kind {
    /** How large the image is: {@code 32M}. */
    SIZE("SIZE"),
    /** What the file system calls itself, at most 16 bytes. */
    LABEL("LABEL"),
    /** Another manifest, whose lines take the place of this one. */
    INCLUDE("MANIFEST"),
    DIRECTORY("MODE UID GID PATH"),
    /** A file of the host. */
    FILE("MODE UID GID PATH SOURCE"),
    /** All that is in a directory of the host; modes and kinds are the host's. */
    TREE("UID GID PATH SOURCE"),
    /** The guest's own programs, compiled: at the paths that they have, hard links included. */
    PROGRAMS("MODE UID GID SOURCE"),
    SYMLINK("UID GID PATH TARGET"),
    /** One more name for a file that is above it in the manifest. */
    HARDLINK("PATH TARGET"),
    /** A character device. */
    CHARACTER("MODE UID GID PATH MAJOR MINOR"),
    /** A block device. */
    BLOCK("MODE UID GID PATH MAJOR MINOR"),
    FIFO("MODE UID GID PATH");

    private final List<String> columns;

    Kind(String columns) {
        this.columns = List.of(columns.split(" "));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What follows the word, in its order. */
    List<String> columns() {
        return columns;
    }

    /** {@code file MODE UID GID PATH SOURCE}. */
    String usage() {
        return word() + " " + String.join(" ", columns);
    }

    static Optional<Kind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** A line for each kind, for the help page. */
    public static List<String> usages() {
        return Arrays.stream(values()).map(Kind::usage).toList();
    }
}
