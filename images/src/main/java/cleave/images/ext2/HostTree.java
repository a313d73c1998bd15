package cleave.images.ext2;

import cleave.toolchain.disk.DiskException;
import cleave.toolchain.disk.Names;
import cleave.toolchain.disk.ext2.FileType;
import cleave.toolchain.disk.ext2.Inode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Copies files of the host into an image, sorted by name: permissions, links symbolic and hard, and
 * devices as they are; owner and times as told, so that the same tree gives the same image whoever
 * has it and whenever it was made.
 */
public final class HostTree {
    private final Ext2Writer writer;
    private final Meta meta;
    private final MessageDigest digest;
    /** Inodes of files with several names, by what the host calls the file. */
    private final Map<Object, Long> linked = new HashMap<>();

    /**
     * @param meta owner and time of all; its permissions do not matter
     * @param digest learns all that is copied
     */
    public HostTree(Ext2Writer writer, Meta meta, MessageDigest digest) {
        this.writer = writer;
        this.meta = meta;
        this.digest = digest;
    }

    /** Copies what is in a directory of the host into one of the image, which may have some. */
    public void copyAll(Path from, Inode to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(from)) {
            files = all.sorted((a, b) -> a.getFileName().toString()
                    .compareTo(b.getFileName().toString())).toList();
        }
        for (Path file : files) {
            copy(file, to, Names.ofHost(file.getFileName().toString()));
        }
    }

    private static Object attribute(Path file, String name) throws IOException {
        return Files.getAttribute(file, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
    }

    private void copy(Path file, Inode to, String name) throws IOException {
        int mode = (Integer) attribute(file, "mode");
        FileType type = FileType.of(mode).orElseThrow();
        Meta own = new Meta(mode & Inode.PERMISSIONS, meta.uid(), meta.gid(), meta.time());
        learn(name + " " + mode);
        long there = writer.files().find(to, name);
        if (type == FileType.DIRECTORY) {
            Inode inode = there == 0 ? writer.makeDirectory(to, name, own)
                    : writer.files().inode(there);
            if (!inode.is(FileType.DIRECTORY)) {
                throw new DiskException(file + " is a directory, and " + name + " in "
                        + writer.files().disk().name() + " is none");
            }
            copyAll(file, inode);
            learn("..");
            return;
        }
        Long again = linked.get(attribute(file, "fileKey"));
        if (again != null) {
            writer.link(to, name, writer.files().inode(again));
            return;
        }
        Inode made = switch (type) {
            case REGULAR -> copyFile(file, to, name, own);
            case LINK -> {
                String target = Files.readSymbolicLink(file).toString();
                learn(target);
                yield writer.makeLink(to, name, own, Names.ofHost(target));
            }
            default -> {
                long device = (Long) attribute(file, "rdev");
                learn(Long.toString(device));
                yield writer.makeNode(to, name, type, own, (int) (device >>> 8 & 0xfff),
                        (int) (device & 0xff | device >>> 12 & 0xfff00));
            }
        };
        if ((Integer) attribute(file, "nlink") > 1) {
            linked.put(attribute(file, "fileKey"), made.number());
        }
    }

    private Inode copyFile(Path file, Inode to, String name, Meta own) throws IOException {
        try (InputStream content = new DigestInputStream(
                Files.newInputStream(file), digest)) {
            return writer.makeFile(to, name, own, content);
        }
    }

    private void learn(String text) {
        digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
