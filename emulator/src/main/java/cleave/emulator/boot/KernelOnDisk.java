package cleave.emulator.boot;

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

    /** Whether a file looks like a disk: a partition table or a file system at its beginning. */
    static boolean isDisk(Path path) throws BootException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            DiskBytes disk = DiskBytes.whole(path.toString(), channel);
            return disk.size() >= BEGINNING
                    && (Ext2Reader.isPresent(disk) || PartitionTable.isPresent(disk));
        } catch (IOException e) {
            throw new BootException(path + " cannot be read: " + e.getMessage());
        }
    }

    /** Looks through a disk image. */
    static KernelOnDisk find(Path path) throws BootException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            DiskBytes disk = DiskBytes.whole(path.toString(), channel);
            return find(disk).orElseThrow(() -> new BootException(path + " is a disk without a "
                    + "kernel that could be read (" + String.join(", ", NAMES.subList(0, 4))
                    + " ... on ext2, ext3 or ext4): give the kernel with -kernel FILE"));
        } catch (BootException e) {
            throw e;
        } catch (IOException e) {
            throw new BootException(path + " cannot be read: " + e.getMessage());
        }
    }

    private static Optional<KernelOnDisk> find(DiskBytes disk) throws IOException {
        if (Ext2Reader.isPresent(disk)) {
            return kernel(disk).map(image -> new KernelOnDisk(image, 0));
        }
        List<DiskBytes> partitions = PartitionTable.read(disk);
        for (int i = 0; i < partitions.size(); i++) {
            DiskBytes partition = partitions.get(i);
            if (partition != null && Ext2Reader.isPresent(partition)) {
                Optional<BootImage> image = kernel(partition);
                if (image.isPresent()) {
                    return Optional.of(new KernelOnDisk(image.get(), i + 1));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<BootImage> kernel(DiskBytes disk) throws IOException {
        Ext2Reader files = Ext2Reader.open(disk);
        List<String> names = new ArrayList<>(NAMES);
        List<String> boot = files.list("/boot");
        for (String prefix : VERSIONED) {
            boot.stream().filter(n -> n.startsWith(prefix)).reduce((a, b) -> b)
                    .ifPresent(last -> names.add("/boot/" + last));
        }
        for (String name : names) {
            Optional<byte[]> content = files.read(name);
            if (content.isPresent() && content.get().length != 0) {
                return Optional.of(ImageReader.recognise(disk.name() + ":" + name,
                        content.get()));
            }
        }
        return Optional.empty();
    }
}
