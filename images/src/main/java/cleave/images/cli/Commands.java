package cleave.images.cli;

import cleave.images.check.Ext2Check;
import cleave.images.check.Report;
import cleave.images.ext2.Disk;
import cleave.images.ext2.Ext2Writer;
import cleave.images.ext2.Format;
import cleave.images.ext2.HostTree;
import cleave.images.ext2.ImageFile;
import cleave.images.ext2.Meta;
import cleave.images.ext2.Tree;
import cleave.images.manifest.NewImage;
import cleave.images.manifest.Manifest;
import cleave.images.manifest.ManifestWriter;
import cleave.toolchain.disk.DiskException;
import cleave.toolchain.disk.Names;
import cleave.toolchain.disk.ext2.DirectoryEntry;
import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.FileType;
import cleave.toolchain.disk.ext2.Inode;
import cleave.toolchain.disk.ext2.Lookup;
import cleave.toolchain.text.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.cli.CommandLine;

/** Does what one command line asks for. */
final class Commands {
    private static final int LABEL_MOST = 16;
    private static final int PARTITION_MOST = 128;
    private static final long SIZE_MOST = 1L << 44;

    private final CommandLine line;
    private final List<String> operands;
    private final PrintStream out;

    /** One change of an image. */
    @FunctionalInterface
    private interface Change {
        void apply(Ext2Writer writer, Tree tree) throws UsageException, IOException;
    }

    Commands(CommandLine line, PrintStream out) {
        this.line = line;
        this.operands = line.getArgList();
        this.out = out;
    }

    /** Whether all is well: only a check can say no. */
    boolean execute(Verb verb) throws UsageException, IOException {
        switch (verb) {
            case CREATE -> create();
            case ADD -> change(this::add);
            case MKDIR -> change((writer, tree) -> {
                for (String path : operands.subList(1, operands.size())) {
                    Tree.Place place = tree.place(path);
                    writer.makeDirectory(place.directory(), place.name(), meta(0755));
                }
            });
            case LN -> change(this::link);
            case RM -> change((writer, tree) -> {
                for (String path : operands.subList(1, operands.size())) {
                    tree.find(path, false);
                    Tree.remove(writer, tree.place(path), line.hasOption("r"));
                }
            });
            case LS, CAT, GET -> read(verb);
            case CHECK -> {
                return check();
            }
        }
        return true;
    }

    private Path path(String name) throws DiskException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new DiskException(name + " is not a file name: " + e.getReason());
        }
    }

    private long number(String option, int radix, long otherwise, long most)
            throws UsageException {
        String text = line.getOptionValue(option);
        try {
            long value = text == null ? otherwise : Long.parseLong(text, radix);
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("--" + option + " " + text + ": that is not a number"
                    + (radix == 8 ? " of octal digits" : ""));
        }
        throw new UsageException("--" + option + " " + text + ": it can be at most "
                + Long.toString(most, radix));
    }

    private Meta meta(int permissions) throws UsageException {
        return new Meta((int) number("mode", 8, permissions, Inode.PERMISSIONS),
                (int) number("uid", 10, 0, 0x7fff_ffff), (int) number("gid", 10, 0, 0x7fff_ffff),
                Format.TIME);
    }

    private long size(OptionalLong otherwise) throws UsageException {
        String text = line.getOptionValue("size");
        if (text == null && otherwise.isPresent()) {
            return otherwise.getAsLong();
        }
        if (text == null) {
            throw new UsageException("how large? cleave image create " + operands.get(0)
                    + " --size 64M");
        }
        try {
            long size = Sizes.parse(text, 1);
            if (size > 0 && size <= SIZE_MOST) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("--size " + text + ": write it as 64M, 512K or 1G");
        }
        throw new UsageException("--size " + text + ": an image has between 1 byte and 16T");
    }

    private Format format(long size, String otherwise) throws UsageException {
        String label = line.getOptionValue("label", otherwise);
        if (label.getBytes(StandardCharsets.UTF_8).length > LABEL_MOST) {
            throw new UsageException("--label " + label + ": it can have at most 16 bytes");
        }
        Format format = Format.of(size, label);
        int blockSize = (int) number("block-size", 10, format.blockSize(), 4096);
        if (blockSize != 1024 && blockSize != 2048 && blockSize != 4096) {
            throw new UsageException("--block-size " + blockSize + ": it can be 1024, 2048, 4096");
        }
        return format.withBlockSize(blockSize);
    }

    private void create() throws UsageException, IOException {
        Optional<Manifest> manifest = line.hasOption("manifest")
                ? Optional.of(Manifest.read(path(line.getOptionValue("manifest"))))
                : Optional.empty();
        long size = size(manifest.isPresent() ? manifest.get().size() : OptionalLong.empty());
        Format format = format(size, manifest.map(Manifest::label).orElse(""));
        List<String> sources = line.hasOption("from")
                ? List.of(line.getOptionValues("from")) : List.of();
        for (String source : sources) {
            if (!Files.isDirectory(path(source))) {
                throw new DiskException(source + " is no directory: --from copies directories");
            }
        }
        NewImage.write(path(operands.get(0)), size, format, (writer, digest) -> {
            if (manifest.isPresent()) {
                new ManifestWriter(writer, digest).write(manifest.get());
            }
            for (String source : sources) {
                new HostTree(writer, new Meta(0, 0, 0, format.time()), digest)
                        .copyAll(path(source), writer.files().inode(Inode.ROOT));
            }
        });
    }

    private int partition() throws UsageException {
        int partition = (int) number("partition", 10, 0, PARTITION_MOST);
        if (line.hasOption("partition") && partition == 0) {
            throw new UsageException("--partition 0: partitions are counted from 1");
        }
        return partition;
    }

    private Disk find(ImageFile image) throws UsageException, IOException {
        return ImageDisk.find(image, partition());
    }

    private void change(Change change) throws UsageException, IOException {
        try (ImageFile image = ImageFile.open(path(operands.get(0)))) {
            Ext2Writer writer = Ext2Writer.open(find(image));
            change.apply(writer, new Tree(writer.files()));
            writer.finish();
            image.commit();
        }
    }

    private void add(Ext2Writer writer, Tree tree) throws UsageException, IOException {
        String to = operands.get(operands.size() - 1);
        List<String> sources = operands.subList(1, operands.size() - 1);
        boolean directory = to.endsWith("/") || sources.size() > 1
                || tree.files().lookup(to, true) instanceof Lookup.Found found
                && found.inode().is(FileType.DIRECTORY);
        for (String source : sources) {
            Path file = path(source);
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new DiskException(source + (Files.exists(file) ? " is no file that you may "
                        + "read" : " does not exist"));
            }
            Tree.Place place = directory
                    ? new Tree.Place(tree.directory(to), Names.ofHost(
                            file.getFileName().toString())) : tree.place(to);
            long there = tree.files().find(place.directory(), place.name());
            if (there != 0) {
                if (tree.files().inode(there).is(FileType.DIRECTORY)) {
                    throw new DiskException(operands.get(0) + ": " + place.name()
                            + " is a directory: remove it first");
                }
                Tree.remove(writer, place, false);
            }
            try (InputStream content = Files.newInputStream(file)) {
                writer.makeFile(place.directory(), place.name(),
                        meta(Files.isExecutable(file) ? 0755 : 0644), content);
            }
        }
    }

    private void link(Ext2Writer writer, Tree tree) throws UsageException, IOException {
        Tree.Place place = tree.place(operands.get(2));
        if (line.hasOption("s")) {
            writer.makeLink(place.directory(), place.name(), meta(0777), operands.get(1));
            return;
        }
        Inode target = tree.find(operands.get(1), false).inode();
        if (target.is(FileType.DIRECTORY)) {
            throw new DiskException(operands.get(1) + " is a directory, which has one name: make "
                    + "a symbolic link with -s");
        }
        writer.link(place.directory(), place.name(), target);
    }

    private void read(Verb verb) throws UsageException, IOException {
        try (ImageFile image = ImageFile.open(path(operands.get(0)))) {
            Disk disk = find(image);
            Tree tree = new Tree(Ext2FileSystem.open(disk));
            if (verb == Verb.LS) {
                String path = operands.size() > 1 ? operands.get(1) : "/";
                new Listing(tree, out, line.hasOption("l"), line.hasOption("R")).list(path);
                return;
            }
            List<String> paths = verb == Verb.GET ? operands.subList(1, 2)
                    : operands.subList(1, operands.size());
            for (String path : paths) {
                Lookup.Found found = tree.find(path, true);
                if (!found.inode().is(FileType.REGULAR)) {
                    throw new DiskException(operands.get(0) + ": " + found.path() + " is "
                            + found.inode().type().map(FileType::words).orElse("nothing known")
                            + ", which has no content to copy");
                }
                String host = verb == Verb.CAT ? "-" : operands.size() > 2 ? operands.get(2)
                        : found.path().substring(found.path().lastIndexOf('/') + 1);
                new Extraction(tree.files(), found.inode()).to(host.equals("-") ? null
                        : path(host), out);
            }
        }
    }

    private boolean check() throws UsageException, IOException {
        String name = operands.get(0);
        try (ImageFile image = ImageFile.open(path(name))) {
            Report report = Ext2Check.check(ImageDisk.locate(image, partition()), name);
            report.lines().forEach(out::println);
            return report.isClean();
        }
    }

    /** Names without dots, sorted. */
    static List<DirectoryEntry> sorted(Ext2FileSystem files, Inode directory) throws IOException {
        return files.entries(directory).stream().filter(e -> !e.isDot())
                .sorted((a, b) -> a.name().compareTo(b.name())).toList();
    }
}
