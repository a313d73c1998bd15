package cleave.images.cli;

import cleave.images.ext2.Disk;
import cleave.images.ext2.ImageFile;
import cleave.toolchain.disk.DiskBytes;
import cleave.toolchain.disk.DiskException;
import cleave.toolchain.disk.PartitionTable;
import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.Feature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the file system of an image, or says what the image is instead. */
final class ImageDisk {
    private static final int BEGINNING = 512;

    /** What other images begin with, and what to do with them. */
    private enum Foreign {
        QCOW2("QFI\u00fb", "a qcow2 image", "convert it with qemu-img convert -O raw"),
        VMDK("KDMV", "a VMDK image", "convert it with qemu-img convert -O raw"),
        VHD("conectix", "a VHD image", "convert it with qemu-img convert -O raw"),
        VHDX("vhdxfile", "a VHDX image", "convert it with qemu-img convert -O raw"),
        GZIP("\u001f\u008b", "compressed by gzip", "unpack it with gunzip"),
        XZ("\u00fd7zXZ", "compressed by xz", "unpack it with unxz"),
        ZSTD("\u0028\u00b5\u002f\u00fd", "compressed by zstd", "unpack it with unzstd"),
        SQUASHFS("hsqs", "a squashfs file system", "copy its files with --from"),
        XFS("XFSB", "an XFS file system", "copy its files with --from"),
        CPIO("070701", "a cpio archive", "unpack it and copy its files with --from"),
        ELF("\u007fELF", "a program", "put it into an image with cleave image add");

        private final String magic;
        private final String kind;
        private final String wayOut;

        Foreign(String magic, String kind, String wayOut) {
            this.magic = magic;
            this.kind = kind;
            this.wayOut = wayOut;
        }
    }

    private ImageDisk() {
    }

    /**
     * The disk that is a file system: the image or a partition of it.
     *
     * @param partition from 1; 0 for the whole image, or else its first partition with ext2
     */
    static Disk find(ImageFile image, int partition) throws IOException {
        Disk disk = locate(image, partition);
        if (Ext2FileSystem.open(disk).superblock().has(Feature.RECOVER)) {
            throw new DiskException(disk.name() + " has a journal that must be replayed first: "
                    + "run e2fsck -p " + image.name());
        }
        return disk;
    }

    /** The same, whatever state the file system is in. */
    static Disk locate(ImageFile image, int partition) throws IOException {
        return partition == 0 ? locate(image) : partition(image, partition);
    }

    private static Disk region(ImageFile image, DiskBytes part) {
        return image.region(part.name(), part.start(), part.size());
    }

    private static Disk partition(ImageFile image, int number) throws IOException {
        if (!PartitionTable.isPresent(image)) {
            throw new DiskException(image.name() + " has no partition table: leave --partition "
                    + number + " out");
        }
        List<DiskBytes> parts = PartitionTable.read(image);
        String there = IntStream.rangeClosed(1, parts.size())
                .filter(i -> parts.get(i - 1) != null).mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        if (number > parts.size() || parts.get(number - 1) == null) {
            throw new DiskException(image.name() + " has no partition " + number + ": it has "
                    + (there.isEmpty() ? "none" : there));
        }
        DiskBytes part = parts.get(number - 1);
        if (!Ext2FileSystem.isPresent(part)) {
            throw new DiskException(part.name() + " has no ext2 file system: name another of "
                    + there + ", or format it with mke2fs -t ext2");
        }
        return region(image, part);
    }

    private static Disk locate(ImageFile image) throws IOException {
        if (Ext2FileSystem.isPresent(image)) {
            return image;
        }
        if (PartitionTable.isPresent(image)) {
            for (DiskBytes part : PartitionTable.read(image)) {
                if (part != null && Ext2FileSystem.isPresent(part)) {
                    return region(image, part);
                }
            }
            throw new DiskException(image.name() + " has partitions, but none with ext2: format "
                    + "one with mke2fs -t ext2");
        }
        String beginning = new String(image.read(0, (int) Math.min(BEGINNING, image.size()))
                .array(), StandardCharsets.ISO_8859_1);
        for (Foreign foreign : Foreign.values()) {
            if (beginning.startsWith(foreign.magic)) {
                throw new DiskException(image.name() + " is " + foreign.kind + "; "
                        + foreign.wayOut);
            }
        }
        throw new DiskException(image.name() + " has no ext2 file system and no partition table: "
                + "make one with cleave image create");
    }
}
