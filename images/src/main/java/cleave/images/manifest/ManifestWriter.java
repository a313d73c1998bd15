package cleave.images.manifest;

import cleave.guestos.build.UserProgram;
import cleave.images.ext2.Ext2Writer;
import cleave.images.ext2.Format;
import cleave.images.ext2.HostTree;
import cleave.images.ext2.Meta;
import cleave.images.ext2.Tree;
import cleave.toolchain.disk.DiskException;
import cleave.toolchain.disk.ext2.FileType;
import cleave.toolchain.disk.ext2.Inode;
import cleave.toolchain.disk.ext2.Lookup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;

/** Puts into a file system what a manifest lists, in its order. */
public final class ManifestWriter {
    private final Ext2Writer writer;
    private final Tree tree;
    private final MessageDigest digest;

    /** @param digest learns all that is put in */
    public ManifestWriter(Ext2Writer writer, MessageDigest digest) {
        this.writer = writer;
        this.tree = new Tree(writer.files());
        this.digest = digest;
    }

    /** @throws DiskException that names the line which cannot be done, and why */
    public void write(Manifest manifest) throws IOException {
        for (Entry entry : manifest.entries()) {
            try {
                write(entry);
            } catch (DiskException e) {
                String place = entry.manifest() + ":" + entry.line() + ": ";
                throw e.getMessage().startsWith(place) ? e
                        : new DiskException(place + e.getMessage());
            }
        }
    }

    private void write(Entry entry) throws IOException {
        // The sources of the host are learned by their contents, wherever they are.
        digest.update((entry.kind() + " " + entry.values().subList(0, entry.values().size()
                - (entry.kind().columns().contains("SOURCE") ? 1 : 0)) + "\n")
                .getBytes(StandardCharsets.UTF_8));
        switch (entry.kind()) {
            case DIRECTORY -> directory(entry);
            case FILE -> file(entry, entry.path(), entry.host("SOURCE"));
            case TREE -> tree(entry);
            case PROGRAMS -> programs(entry);
            case SYMLINK -> {
                Tree.Place place = place(entry.path());
                writer.makeLink(place.directory(), place.name(), meta(entry, 0777),
                        entry.get("TARGET"));
            }
            case HARDLINK -> hardLink(entry.path(), entry.get("TARGET"));
            case CHARACTER -> node(entry, FileType.CHARACTER_DEVICE);
            case BLOCK -> node(entry, FileType.BLOCK_DEVICE);
            case FIFO -> node(entry, FileType.FIFO);
            case SIZE, LABEL, INCLUDE -> { }
        }
    }

    private static Meta meta(Entry entry, int permissions) throws DiskException {
        return new Meta(permissions, entry.uid(), entry.gid(), Format.TIME);
    }

    private Tree.Place place(String path) throws IOException {
        Tree.Place place = tree.place(path);
        if (tree.files().find(place.directory(), place.name()) != 0) {
            throw new DiskException(path + " is there already: list it once");
        }
        return place;
    }

    /** One that is there, such as {@code /} or {@code /lost+found}, is made as the line says. */
    private void directory(Entry entry) throws IOException {
        Meta meta = meta(entry, entry.mode());
        if (tree.files().lookup(entry.path(), true) instanceof Lookup.Found found
                && found.inode().is(FileType.DIRECTORY)) {
            writer.setMeta(found.inode(), meta);
            return;
        }
        Tree.Place place = place(entry.path());
        writer.makeDirectory(place.directory(), place.name(), meta);
    }

    private void file(Entry entry, String path, Path source) throws IOException {
        if (!Files.isRegularFile(source) || !Files.isReadable(source)) {
            throw new DiskException(source + (Files.exists(source) ? " is no file that you may "
                    + "read" : " does not exist: build it first, or mend the path"));
        }
        Tree.Place place = place(path);
        try (InputStream content = new DigestInputStream(Files.newInputStream(source), digest)) {
            writer.makeFile(place.directory(), place.name(), meta(entry, entry.mode()), content);
        }
    }

    private void tree(Entry entry) throws IOException {
        Path source = entry.host("SOURCE");
        if (!Files.isDirectory(source)) {
            throw new DiskException(source + " is no directory: tree copies directories");
        }
        new HostTree(writer, meta(entry, 0), digest)
                .copyAll(source, tree.directory(entry.path()));
    }

    private void programs(Entry entry) throws IOException {
        Path folder = entry.host("SOURCE");
        for (UserProgram program : UserProgram.values()) {
            List<String> paths = program.paths();
            file(entry, paths.get(0), folder.resolve(program.fileName() + ".elf"));
            for (String path : paths.subList(1, paths.size())) {
                hardLink(path, paths.get(0));
            }
        }
    }

    private void hardLink(String path, String target) throws IOException {
        Inode inode = tree.find(target, false).inode();
        if (inode.is(FileType.DIRECTORY)) {
            throw new DiskException(target + " is a directory, which has one name: make a symlink");
        }
        Tree.Place place = place(path);
        digest.update((path + "\n").getBytes(StandardCharsets.UTF_8));
        writer.link(place.directory(), place.name(), inode);
    }

    private void node(Entry entry, FileType type) throws IOException {
        Tree.Place place = place(entry.path());
        writer.makeNode(place.directory(), place.name(), type, meta(entry, entry.mode()),
                entry.major(), entry.minor());
    }
}
