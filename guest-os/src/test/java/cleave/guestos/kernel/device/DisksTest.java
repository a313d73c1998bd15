package cleave.guestos.kernel.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Pte;
import cleave.magic.Address;
import cleave.toolchain.hosted.HostedTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Partitions of disks, MBR and GPT. */
@HostedTest(routines = DisksTest.Routines.class, memory = {DirectMap.KERNEL, 4 << 20})
class DisksTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int CONTENTS = 0x10_0000;
    private static final int SECTORS = 4096;
    private static final int EIO = -5;

    private BlockDevice disk;

    /** What stands for the routines in assembly. */
    static final class Routines {
        private Routines() {
        }

        static void pageFill(Address page, int word) {
            for (int i = 0; i < Pte.PAGE_SIZE; i += Integer.BYTES) {
                page.storeInt(i, word);
            }
        }
    }

    @BeforeEach
    void aDiskInMemory() {
        Log.setQuiet(true);
        Frames.begin(DirectMap.toVirtual(DirectMap.RAM), 4 * MEBIBYTE);
        Frames.add(DirectMap.RAM + 2 * MEBIBYTE, DirectMap.RAM + 4 * MEBIBYTE);
        Disks.Named named = new Disks.Named();
        named.block.sectors = SECTORS;
        named.block.maximum = Disks.SECTORS_MAX;
        named.block.transfer = DisksTest::transfer;
        Disks.addVirtio(named, 1);
        disk = named.block;
    }

    private static int transfer(BlockDevice device, long sector, Address buffer, int sectors,
            boolean write) {
        if (sector < 0 || sector + sectors > SECTORS) {
            return EIO;
        }
        for (int i = 0; i < sectors * BlockDevice.SECTOR; i++) {
            int at = CONTENTS + (int) sector * BlockDevice.SECTOR + i;
            if (write) {
                Address.of(at).storeByte(0, buffer.loadByte(i));
            } else {
                buffer.storeByte(i, Address.of(at).loadByte(0));
            }
        }
        return 0;
    }

    private static void put(int sector, int offset, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            Address.of(CONTENTS + sector * BlockDevice.SECTOR + offset + i)
                    .storeByte(0, (int) (value >>> 8 * i));
        }
    }

    private static void entry(int sector, int index, int type, int start, int count) {
        put(sector, 446 + 16 * index + 4, type, 1);
        put(sector, 446 + 16 * index + 8, start, 4);
        put(sector, 446 + 16 * index + 12, count, 4);
        put(sector, 510, 0xaa55, 2);
    }

    private static BlockDevice find(String name) {
        return Disks.find(Address.of(name));
    }

    private static String place(String name) {
        BlockDevice part = find(name);
        return part == null ? "none" : (part.number & 0xff) + " " + part.start + "+" + part.sectors;
    }

    @Test
    void primaryAndLogicalPartitionsAreFound() {
        entry(0, 0, 0x83, 64, 100);
        entry(0, 2, 0x05, 1000, 2000);
        entry(1000, 0, 0x83, 8, 50);
        entry(1000, 1, 0x05, 500, 100);
        entry(1500, 0, 0x82, 4, 20);
        PartitionTable.read(disk);
        assertEquals("17 64+100", place("vdb1"));
        assertEquals("none", place("vdb2"));
        assertEquals("none", place("vdb3"));
        assertEquals("21 1008+50", place("vdb5"));
        assertEquals("22 1504+20", place("vdb6"));
    }

    @Test
    void partitionsOutsideTheDiskAndTablesThatAreNoneAreLeftOut() {
        entry(0, 0, 0x83, 64, SECTORS);
        entry(0, 1, 0x83, SECTORS, 1);
        PartitionTable.read(disk);
        assertEquals("none", place("vdb1"));
        entry(0, 0, 0x83, 64, 10);
        put(0, 446, 0x33, 1);
        PartitionTable.read(disk);
        assertEquals("none", place("vdb1"));
    }

    @Test
    void aChainOfTablesThatGoesRoundEnds() {
        entry(0, 0, 0x05, 1000, 2000);
        entry(1000, 1, 0x05, 0, 100);
        PartitionTable.read(disk);
        assertNull(find("vdb5"));
    }

    @Test
    void partitionsOfGptAreFound() {
        entry(0, 0, 0xee, 1, SECTORS - 1);
        put(1, 0, 0x5452_4150_2049_4645L, 8);
        put(1, 72, 2, 8);
        put(1, 80, 128, 4);
        put(1, 84, 128, 4);
        put(2, 0, 1, 8);
        put(2, 32, 100, 8);
        put(2, 40, 199, 8);
        put(3, 128, 1, 8);
        put(3, 128 + 32, 1000, 8);
        put(3, 128 + 40, 1000, 8);
        PartitionTable.read(disk);
        assertEquals("17 100+100", place("vdb1"));
        assertEquals("22 1000+1", place("vdb6"));
    }

    @Test
    void aPartitionIsReadAndWrittenInItsPlace() {
        entry(0, 0, 0x83, 64, 100);
        PartitionTable.read(disk);
        BlockDevice part = find("vdb1");
        Address buffer = Address.of(0x40_0000);
        buffer.storeInt(0, 0x1234);
        assertEquals(0, part.transfer.transfer(part, 3, buffer, 1, true));
        assertEquals(0x1234, Address.of(CONTENTS + 67 * BlockDevice.SECTOR).loadInt(0));
        assertEquals(EIO, part.transfer.transfer(part, 100, buffer, 1, false));
    }
}
