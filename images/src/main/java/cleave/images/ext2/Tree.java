package cleave.images.ext2;

import cleave.toolchain.disk.DiskException;
import cleave.toolchain.disk.Names;
import cleave.toolchain.disk.ext2.DirectoryEntry;
import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.FileType;
import cleave.toolchain.disk.ext2.Inode;
import cleave.toolchain.disk.ext2.Lookup;
import cleave.toolchain.text.Nearest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds files by their paths, or says why there are none. */
public record Tree(Ext2FileSystem files) {
    /** A place in a directory: where a name is, or could be. */
    public record Place(Inode directory, String name) {
    }

    /** The file at a path. */
    public Lookup.Found find(String path, boolean followLast) throws IOException {
        Lookup lookup = files.lookup(path, followLast);
        if (lookup instanceof Lookup.Found found) {
            return found;
        }
        throw refusal(path, lookup);
    }

    private DiskException refusal(String path, Lookup lookup) throws IOException {
        String image = files.disk().name() + ": ";
        if (lookup instanceof Lookup.Missing missing) {
            List<String> names = files.entries(missing.inode()).stream()
                    .filter(e -> !e.isDot()).map(DirectoryEntry::name).toList();
            return new DiskException(image + path + " does not exist: " + missing.directory()
                    + " has no " + missing.name() + Nearest.to(missing.name(), names)
                            .map(near -> "; did you mean " + near + "?").orElse(""));
        }
        if (lookup instanceof Lookup.NotDirectory file) {
            return new DiskException(image + path + " does not exist: " + file.path()
                    + " is no directory");
        }
        return new DiskException(image + path + " cannot be reached: too many symbolic links at "
                + ((Lookup.TooManyLinks) lookup).path());
    }

    /** The directory at a path. */
    public Inode directory(String path) throws IOException {
        Lookup.Found found = find(path, true);
        if (!found.inode().is(FileType.DIRECTORY)) {
            throw new DiskException(files.disk().name() + ": " + found.path()
                    + " is no directory");
        }
        return found.inode();
    }

    /** The directory that has, or could have, the last name of a path. */
    public Place place(String path) throws IOException {
        List<String> names = Names.split(path);
        if (names.isEmpty() || names.get(names.size() - 1).equals("..")) {
            throw new DiskException(files.disk().name() + ": " + path + " is not the name of a "
                    + "file");
        }
        String parent = "/" + String.join("/", names.subList(0, names.size() - 1));
        return new Place(directory(parent), names.get(names.size() - 1));
    }

    /** Takes away a file, or a directory with all that is in it. */
    public static void remove(Ext2Writer writer, Place place, boolean recursive)
            throws IOException {
        remove(writer, place, recursive, new HashSet<>());
    }

    /** @param above the inodes of the directories on the way; a loop would never end */
    private static void remove(Ext2Writer writer, Place place, boolean recursive,
            Set<Long> above) throws IOException {
        Ext2FileSystem files = writer.files();
        Inode inode = files.inode(files.find(place.directory(), place.name()));
        if (inode.number() < files.superblock().firstInode()) {
            throw new DiskException(files.disk().name() + ": " + place.name()
                    + " is the file system's own and stays");
        }
        if (inode.is(FileType.DIRECTORY)) {
            if (!above.add(inode.number())) {
                throw files.disk().damaged("the directory " + place.name() + " is within itself");
            }
            List<DirectoryEntry> entries = files.entries(inode).stream()
                    .filter(e -> !e.isDot()).toList();
            if (!entries.isEmpty() && !recursive) {
                throw new DiskException(files.disk().name() + ": " + place.name() + " is a "
                        + "directory with " + entries.size() + " files in it: say -r to remove "
                        + "them, too");
            }
            for (DirectoryEntry entry : entries) {
                remove(writer, new Place(inode, entry.name()), true, above);
            }
        }
        writer.remove(place.directory(), place.name(), inode);
    }
}
