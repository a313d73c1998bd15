package cleave.guestos.kernel.device;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Log;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Recursive;
import cleave.magic.Struct;

/**
 * Finds disks and their partitions, and gives them the names and numbers that Linux gives them:
 * {@code vda}, {@code vda1}, {@code ram0}.
 */
public final class Disks {
    private static final int RAM_MAJOR = 1;
    private static final int VIRTIO_MAJOR = 254;
    /** Minors of a disk of virtio: itself and its partitions. */
    private static final int MINORS_EACH = 16;
    private static final int NAME_SIZE = 16;
    /** What fits one descriptor, and leaves other disks a turn. */
    static final int SECTORS_MAX = 256;

    private Disks() {
    }

    /** A disk or partition, with its name. */
    static final class Named extends Struct {
        @Embedded
        BlockDevice block;
        @Inline(NAME_SIZE)
        byte[] text;

        void name(String kind, int character) {
            for (int i = 0; i < kind.length(); i++) {
                text[i] = (byte) kind.charAt(i);
            }
            text[kind.length()] = (byte) character;
            block.name = Address.of(text);
        }
    }

    /** Finds them all. */
    public static void begin() {
        VirtioBlock.begin();
        RamDisk.begin();
        BlockDevice disk = BlockDevice.first();
        while (disk != null) {
            BlockDevice following = disk.following();
            if (disk.number >>> 8 == VIRTIO_MAJOR) {
                PartitionTable.read(disk);
            }
            disk = following;
        }
    }

    /** The disk or partition of that name, a C string; null if there is none. */
    public static BlockDevice find(Address name) {
        BlockDevice device = BlockDevice.first();
        while (device != null && !same(device.name, name)) {
            device = device.following();
        }
        return device;
    }

    private static boolean same(Address a, Address b) {
        int at = 0;
        while (a.loadByte(at) != 0 && a.loadByte(at) == b.loadByte(at)) {
            at++;
        }
        return a.loadByte(at) == b.loadByte(at);
    }

    static void addVirtio(Named disk, int number) {
        disk.name("vd", 'a' + number);
        disk.block.number = VIRTIO_MAJOR << 8 | number * MINORS_EACH;
        register(disk.block);
    }

    static void addRam(Named disk) {
        disk.name("ram", '0');
        disk.block.number = RAM_MAJOR << 8;
        register(disk.block);
    }

    /** Adds a partition; one that does not lie on the disk, or has no number, is left out. */
    static void addPartition(BlockDevice disk, int number, long start, long sectors) {
        if (number >= MINORS_EACH || start <= 0 || sectors <= 0 || start >= disk.sectors
                || sectors > disk.sectors - start) {
            Log.line().text(disk.name).text(": partition ").decimal(number)
                    .text(" is not on the disk, or above 15").end();
            return;
        }
        Named partition = new Named();
        if (partition == null) {
            return;
        }
        int at = 0;
        while (disk.name.loadByte(at) != 0) {
            partition.text[at] = (byte) disk.name.loadByte(at);
            at++;
        }
        if (number >= 10) {
            partition.text[at] = '1';
            at++;
        }
        partition.text[at] = (byte) ('0' + number % 10);
        BlockDevice block = partition.block;
        block.name = Address.of(partition.text);
        block.number = disk.number + number;
        block.sectors = sectors;
        block.maximum = disk.maximum;
        block.readOnly = disk.readOnly;
        block.transfer = Disks::transferPart;
        block.flush = Disks::flushPart;
        block.whole = disk;
        block.start = start;
        register(block);
    }

    @Recursive(max = 2)
    private static int transferPart(BlockDevice part, long sector, Address buffer, int sectors,
            boolean write) {
        if (sector < 0 || sector > part.sectors - sectors) {
            return -Errno.EIO;
        }
        return part.whole.transfer.transfer(part.whole, part.start + sector, buffer, sectors,
                write);
    }

    @Recursive(max = 2)
    private static int flushPart(BlockDevice part) {
        return part.whole.flush == null ? 0 : part.whole.flush.flush(part.whole);
    }

    private static void register(BlockDevice block) {
        block.register();
        Log.line().text(block.name).text(": ").decimal((int) (block.sectors >>> 1))
                .text(" KiB").text(block.readOnly ? ", read-only" : "").end();
    }
}
