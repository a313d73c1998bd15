package cleave.toolchain.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The partitions of a disk: the four primary ones of a master boot record, or those of a GUID
 * partition table (UEFI specification 2.10, chapter 5). Logical partitions are not looked at.
 */
public final class PartitionTable {
    private static final int SECTOR = 512;
    private static final int MBR_SIGNATURE_AT = 510;
    private static final int MBR_SIGNATURE = 0xaa55;
    private static final int MBR_TABLE_AT = 446;
    private static final int MBR_ENTRY_SIZE = 16;
    private static final int MBR_ENTRIES = 4;
    private static final int TYPE_PROTECTIVE = 0xee;
    private static final long GPT_SIGNATURE = 0x5452_4150_2049_4645L;
    private static final int GPT_ENTRIES_MOST = 128;
    private static final int GPT_ENTRY_LEAST = 128;

    private PartitionTable() {
    }

    /** Whether a disk begins with a master boot record whose table can be true. */
    public static boolean isPresent(DiskBytes disk) throws IOException {
        if (disk.size() < SECTOR) {
            return false;
        }
        ByteBuffer record = disk.read(0, SECTOR);
        if ((record.getShort(MBR_SIGNATURE_AT) & 0xffff) != MBR_SIGNATURE) {
            return false;
        }
        boolean used = false;
        for (int i = 0; i < MBR_ENTRIES; i++) {
            int at = MBR_TABLE_AT + i * MBR_ENTRY_SIZE;
            int status = record.get(at) & 0xff;
            if (status != 0 && status != 0x80) {
                return false;
            }
            used |= record.get(at + 4) != 0;
        }
        return used;
    }

    /** The partitions in their order; empty entries give null, so that numbers stay right. */
    public static List<DiskBytes> read(DiskBytes disk) throws IOException {
        ByteBuffer record = disk.read(0, SECTOR);
        List<DiskBytes> partitions = new ArrayList<>();
        for (int i = 0; i < MBR_ENTRIES; i++) {
            int at = MBR_TABLE_AT + i * MBR_ENTRY_SIZE;
            int type = record.get(at + 4) & 0xff;
            if (type == TYPE_PROTECTIVE) {
                return readGuidTable(disk);
            }
            long first = record.getInt(at + 8) & 0xffff_ffffL;
            long count = record.getInt(at + 12) & 0xffff_ffffL;
            partitions.add(type == 0 ? null : partition(disk, i, first, count));
        }
        return partitions;
    }

    private static List<DiskBytes> readGuidTable(DiskBytes disk) throws IOException {
        ByteBuffer header = disk.read(SECTOR, SECTOR);
        if (header.getLong(0) != GPT_SIGNATURE) {
            throw disk.damaged("its boot record announces a GUID partition table, and there is "
                    + "none");
        }
        long table = header.getLong(72) * SECTOR;
        int count = header.getInt(80);
        int entrySize = header.getInt(84);
        if (entrySize < GPT_ENTRY_LEAST || entrySize > SECTOR * 8 || count < 0) {
            throw disk.damaged("its partition table has entries of " + entrySize + " bytes");
        }
        List<DiskBytes> partitions = new ArrayList<>();
        for (int i = 0; i < Math.min(count, GPT_ENTRIES_MOST); i++) {
            ByteBuffer entry = disk.read(table + (long) i * entrySize, GPT_ENTRY_LEAST);
            boolean empty = entry.getLong(0) == 0 && entry.getLong(8) == 0;
            long first = entry.getLong(32);
            long last = entry.getLong(40);
            partitions.add(empty ? null : partition(disk, i, first, last - first + 1));
        }
        return partitions;
    }

    private static DiskBytes partition(DiskBytes disk, int index, long first, long count) {
        return disk.part(disk.name() + " (partition " + (index + 1) + ")", first * SECTOR,
                count * SECTOR);
    }
}
