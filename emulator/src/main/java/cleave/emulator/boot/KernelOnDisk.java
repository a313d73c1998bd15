package cleave.emulator.boot;

import cleave.toolchain.disk.DiskBytes;
import cleave.toolchain.disk.DiskException;
import cleave.toolchain.disk.PartitionTable;
import cleave.toolchain.disk.ext2.DirectoryEntry;
import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.FileType;
import cleave.toolchain.disk.ext2.Inode;
import cleave.toolchain.disk.ext2.Lookup;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kernel that a disk image brings along: on an ext2 file system that is the whole disk or one
 * of its partitions.
 *
 * @param kernel the image, named {@code disk.img:/boot/kernel.elf} in messages
 * @param partition its number, from 1; 0 when the file system is the whole disk
 */
record KernelOnDisk(BootImage kernel, int partition) {
    /** Where kernels are looked for, the first that is there wins. */
    private static final List<String> NAMES = List.of("/boot/kernel", "/boot/kernel.elf",
            "/boot/vmlinux", "/boot/Image", "/boot/Image.gz", "/boot/vmlinuz", "/kernel",
            "/kernel.elf", "/vmlinux", "/Image", "/vmlinuz");
    /** Debian's way: the version is part of the name; the last in order is taken. */
    private static final List<String> VERSIONED = List.of("vmlinux-", "vmlinuz-", "Image-");
    private static final int BEGINNING = 2048;
    private static final long LARGEST = 1L << 30;

    /** Whether a file looks like a disk: a partition table or a file system at its beginning. */
    static boolean isDisk(Path path) throws BootException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            DiskBytes disk = DiskBytes.of(path.toString(), channel);
            return disk.size() >= BEGINNING
                    && (Ext2FileSystem.isPresent(disk) || PartitionTable.isPresent(disk));
        } catch (IOException e) {
            throw new BootException(path + " cannot be read: " + e.getMessage());
        }
    }

    /** Looks through a disk image. */
    static KernelOnDisk find(Path path) throws BootException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            DiskBytes disk = DiskBytes.of(path.toString(), channel);
            return find(disk).orElseThrow(() -> new BootException(path + " is a disk without a "
                    + "kernel that could be read (" + String.join(", ", NAMES.subList(0, 4))
                    + " ... on ext2, ext3 or ext4): give the kernel with -kernel FILE"));
        } catch (BootException e) {
            throw e;
        } catch (DiskException e) {
            throw new BootException(e.getMessage());
        } catch (IOException e) {
            throw new BootException(path + " cannot be read: " + e.getMessage());
        }
    }

    private static Optional<KernelOnDisk> find(DiskBytes disk) throws IOException {
        if (Ext2FileSystem.isPresent(disk)) {
            return kernel(disk).map(image -> new KernelOnDisk(image, 0));
        }
        List<DiskBytes> partitions = PartitionTable.read(disk);
        for (int i = 0; i < partitions.size(); i++) {
            DiskBytes partition = partitions.get(i);
            if (partition != null && Ext2FileSystem.isPresent(partition)) {
                Optional<BootImage> image = kernel(partition);
                if (image.isPresent()) {
                    return Optional.of(new KernelOnDisk(image.get(), i + 1));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<BootImage> kernel(DiskBytes disk) throws IOException {
        Ext2FileSystem files = Ext2FileSystem.open(disk);
        List<String> names = new ArrayList<>(NAMES);
        List<String> boot = sorted(files, "/boot");
        for (String prefix : VERSIONED) {
            boot.stream().filter(n -> n.startsWith(prefix)).reduce((a, b) -> b)
                    .ifPresent(last -> names.add("/boot/" + last));
        }
        for (String name : names) {
            Optional<Inode> inode = files.regular(name);
            if (inode.isPresent() && inode.get().size() != 0) {
                return Optional.of(ImageReader.recognise(disk.name() + ":" + name,
                        files.content(inode.get(), LARGEST)));
            }
        }
        return Optional.empty();
    }

    /** The names in a directory; none when it is not there. */
    private static List<String> sorted(Ext2FileSystem files, String path) throws IOException {
        return files.lookup(path, true) instanceof Lookup.Found found
                && found.inode().is(FileType.DIRECTORY)
                ? files.entries(found.inode()).stream().map(DirectoryEntry::name).sorted().toList()
                : List.of();
    }
}
