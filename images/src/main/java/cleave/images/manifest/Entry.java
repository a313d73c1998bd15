package cleave.images.manifest;

import cleave.toolchain.disk.DiskException;
import cleave.toolchain.disk.Names;
import cleave.toolchain.disk.ext2.Inode;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * A line of a manifest.
 *
 * @param manifest the file it stands in
 * @param line from 1
 * @param values as many as the kind has columns
 */
record Entry(Path manifest, int line, Kind kind, List<String> values) {
    private static final int OCTAL = 8;
    private static final int DEVICE_MOST = 0xfff;

    String get(String column) {
        return values.get(kind.columns().indexOf(column));
    }

    DiskException problem(String what) {
        return new DiskException(manifest + ":" + line + ": " + what);
    }

    private int number(String column, int radix, int most) throws DiskException {
        if (!kind.columns().contains(column)) {
            return 0;
        }
        String text = get(column);
        try {
            int value = Integer.parseInt(text, radix);
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw problem(column + " " + text + ": that is not a number"
                    + (radix == OCTAL ? " of octal digits" : ""));
        }
        throw problem(column + " " + text + ": it can be at most " + Integer.toString(most, radix));
    }

    int mode() throws DiskException {
        return number("MODE", OCTAL, Inode.PERMISSIONS);
    }

    int uid() throws DiskException {
        return number("UID", 10, Integer.MAX_VALUE);
    }

    int gid() throws DiskException {
        return number("GID", 10, Integer.MAX_VALUE);
    }

    int major() throws DiskException {
        return number("MAJOR", 10, DEVICE_MOST);
    }

    int minor() throws DiskException {
        return number("MINOR", 10, DEVICE_MOST);
    }

    /** An absolute path of the image. */
    String path() throws DiskException {
        String path = get("PATH");
        if (!path.startsWith("/")) {
            throw problem(path + " does not begin with /: paths of the image do");
        }
        return path;
    }

    /** A file of the host: seen from where the manifest is. */
    Path host(String column) throws DiskException {
        try {
            return manifest.resolveSibling(new String(Names.bytes(get(column)),
                    StandardCharsets.UTF_8)).normalize();
        } catch (InvalidPathException e) {
            throw problem(get(column) + " is not a file name: " + e.getReason());
        }
    }
}
