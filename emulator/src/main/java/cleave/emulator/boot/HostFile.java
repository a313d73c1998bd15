package cleave.emulator.boot;

import cleave.toolchain.text.Nearest;
import cleave.toolchain.text.Sizes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Files of the host that shall become part of the guest, and what can be wrong with them. */
public final class HostFile {
    /** More than this cannot be placed in any memory that an RV32 guest of ours can have. */
    private static final long LARGEST = 1L << 30;

    private HostFile() {
    }

    /** Checks that {@code name} is a file with something in it, which may be read. */
    public static Path find(String name) throws BootException {
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw new BootException(name + " is not a file name: " + e.getReason());
        }
        if (Files.isDirectory(path)) {
            throw new BootException(name + " is a directory: name the file in it");
        }
        if (!Files.exists(path)) {
            throw new BootException(name + " does not exist" + suggestion(path));
        }
        if (!Files.isReadable(path)) {
            throw unreadable(name);
        }
        return path;
    }

    private static BootException unreadable(String name) {
        return new BootException(name + " may not be read by you: chmod +r " + name);
    }

    /** The whole file. */
    public static byte[] read(String name) throws BootException {
        Path path = find(name);
        try {
            if (Files.isRegularFile(path) && Files.size(path) > LARGEST) {
                throw new BootException(name + " has " + Sizes.format(Files.size(path))
                        + ": no more than 1 GiB can be loaded; give a disk image with -drive");
            }
            byte[] content = Files.readAllBytes(path);
            if (content.length == 0) {
                throw new BootException(name + " is empty: whatever wrote it has failed; build or "
                        + "copy it again");
            }
            return content;
        } catch (AccessDeniedException e) {
            throw unreadable(name);
        } catch (BootException e) {
            throw e;
        } catch (IOException e) {
            throw new BootException(name + " cannot be read: " + e.getMessage());
        }
    }

    /** The file in the same directory with the nearest name, for an error message. */
    private static String suggestion(Path missing) {
        Path directory = missing.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return directory == null ? "" : ": there is no directory " + directory;
        }
        String name = missing.getFileName().toString();
        try (Stream<Path> entries = Files.list(directory)) {
            return Nearest.to(name, entries.map(e -> e.getFileName().toString()).toList())
                    .map(near -> ": did you mean " + missing.resolveSibling(near) + "?")
                    .orElse(": there is nothing like it in " + directory);
        } catch (IOException e) {
            return ", and " + directory + " cannot be listed";
        }
    }
}
