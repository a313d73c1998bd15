package cleave.guestos.kernel.device;

import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.magic.Address;

/**
 * Finds the partitions of a disk: by a GPT (UEFI specification 2.10, chapter 5), whose entries are
 * believed without its checksums, or an MBR with its chain of extended partitions. A disk without
 * either has none.
 */
final class PartitionTable {
    private static final int SIGNATURE_AT = 510;
    private static final int SIGNATURE = 0xaa55;
    private static final int FIRST_ENTRY = 446;
    private static final int ENTRY_BYTES = 16;
    private static final int ENTRIES = 4;
    private static final int TYPE_AT = 4;
    private static final int START_AT = 8;
    private static final int COUNT_AT = 12;
    private static final int PROTECTIVE = 0xee;
    private static final int LOGICAL_MAX = 60;

    private static final int GPT_MAGIC_LOW = 0x2049_4645;
    private static final int GPT_MAGIC_HIGH = 0x5452_4150;
    private static final int GPT_ENTRIES_AT = 72;
    private static final int GPT_COUNT_AT = 80;
    private static final int GPT_SIZE_AT = 84;
    private static final int GPT_ENTRY_BYTES = 128;
    private static final int GPT_ENTRIES_MAX = 128;
    private static final int GPT_PER_SECTOR = 4;
    private static final int GPT_FIRST_AT = 32;
    private static final int GPT_LAST_AT = 40;

    private PartitionTable() {
    }

    /** Adds the partitions of a disk. */
    static void read(BlockDevice disk) {
        Frame frame = Frames.allocate();
        if (frame == null) {
            return;
        }
        Address sector = frame.address();
        if (read(disk, 0, sector) && isTable(sector)) {
            if (type(sector, 0) == PROTECTIVE) {
                readGpt(disk, sector);
            } else {
                readMbr(disk, sector);
            }
        }
        Frames.release(frame);
    }

    /** A boot sector ends with the same signature; but flags of entries are 0 or 0x80. */
    private static boolean isTable(Address sector) {
        boolean flags = true;
        for (int i = 0; i < ENTRIES; i++) {
            flags &= (sector.loadByte(FIRST_ENTRY + i * ENTRY_BYTES) & 0x7f) == 0;
        }
        return flags && sector.loadUnsignedShort(SIGNATURE_AT) == SIGNATURE;
    }

    private static int type(Address sector, int entry) {
        return sector.loadUnsignedByte(FIRST_ENTRY + entry * ENTRY_BYTES + TYPE_AT);
    }

    /** Entries are not aligned to words. */
    private static long number(Address sector, int entry, int offset) {
        Address at = sector.plus(FIRST_ENTRY + entry * ENTRY_BYTES + offset);
        return (at.loadUnsignedShort(0) | at.loadUnsignedShort(2) << 16) & 0xffff_ffffL;
    }

    private static boolean isExtended(int type) {
        return type == 0x05 || type == 0x0f || type == 0x85;
    }

    private static void readMbr(BlockDevice disk, Address sector) {
        long extended = 0;
        for (int i = 0; i < ENTRIES; i++) {
            if (isExtended(type(sector, i))) {
                extended = number(sector, i, START_AT);
            } else if (type(sector, i) != 0) {
                Disks.addPartition(disk, i + 1, number(sector, i, START_AT),
                        number(sector, i, COUNT_AT));
            }
        }
        if (extended != 0) {
            readLogical(disk, sector, extended);
        }
    }

    private static boolean read(BlockDevice disk, long place, Address sector) {
        int result = disk.transfer.transfer(disk, place, sector, 1, false);
        if (result < 0) {
            Log.line().text(disk.name).text(": sector ").decimal((int) place)
                    .text(" cannot be read: there may be partitions that nobody knows").end();
        }
        return result == 0;
    }

    /** Each table of the chain has a partition, relative to itself, and says where the next is. */
    private static void readLogical(BlockDevice disk, Address sector, long extended) {
        long table = extended;
        for (int number = ENTRIES + 1; number <= ENTRIES + LOGICAL_MAX; number++) {
            if (table >= disk.sectors
                    || !read(disk, table, sector) || !isTable(sector)) {
                return;
            }
            if (type(sector, 0) != 0) {
                Disks.addPartition(disk, number, table + number(sector, 0, START_AT),
                        number(sector, 0, COUNT_AT));
            }
            if (!isExtended(type(sector, 1))) {
                return;
            }
            table = extended + number(sector, 1, START_AT);
        }
    }

    private static void readGpt(BlockDevice disk, Address sector) {
        if (disk.sectors < 2 || !read(disk, 1, sector)
                || sector.loadInt(0) != GPT_MAGIC_LOW || sector.loadInt(4) != GPT_MAGIC_HIGH
                || sector.loadInt(GPT_SIZE_AT) != GPT_ENTRY_BYTES) {
            return;
        }
        long table = sector.loadLong(GPT_ENTRIES_AT);
        int count = sector.loadInt(GPT_COUNT_AT);
        count = count < 0 || count > GPT_ENTRIES_MAX ? GPT_ENTRIES_MAX : count;
        for (int i = 0; i < count; i++) {
            if (i % GPT_PER_SECTOR == 0) {
                long at = table + i / GPT_PER_SECTOR;
                if (at <= 1 || at >= disk.sectors
                        || !read(disk, at, sector)) {
                    return;
                }
            }
            Address entry = sector.plus(i % GPT_PER_SECTOR * GPT_ENTRY_BYTES);
            long first = entry.loadLong(GPT_FIRST_AT);
            if ((entry.loadLong(0) | entry.loadLong(8)) != 0) {
                Disks.addPartition(disk, i + 1, first, entry.loadLong(GPT_LAST_AT) - first + 1);
            }
        }
    }
}
