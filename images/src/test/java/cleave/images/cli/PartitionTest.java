package cleave.images.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.images.Peer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every command on a partition, of either kind of table. */
class PartitionTest extends ImageCommands {
    private static final int SECTOR = 512;
    private static final int MIB = 1 << 20;
    private static final int SIZE = 12 * MIB;
    /** Begin and size: one without ext2, two with. */
    private static final int[][] PARTITIONS = {{MIB, 2 * MIB}, {3 * MIB, 4 * MIB},
        {8 * MIB, 3 * MIB}};

    private enum Table { MBR, GPT }

    private void makeDisk(Table table) throws Exception {
        byte[] disk = new byte[SIZE];
        new Random(1).nextBytes(disk);
        Arrays.fill(disk, 0, MIB, (byte) 0);
        ByteBuffer bytes = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(510, (short) 0xaa55);
        if (table == Table.GPT) {
            bytes.put(446 + 4, (byte) 0xee).putInt(446 + 8, 1).putInt(446 + 12, SIZE / SECTOR - 1);
            bytes.put(SECTOR, "EFI PART".getBytes(StandardCharsets.US_ASCII));
            bytes.putLong(SECTOR + 72, 2).putInt(SECTOR + 80, 128).putInt(SECTOR + 84, 128);
        }
        for (int i = 0; i < PARTITIONS.length; i++) {
            int first = PARTITIONS[i][0] / SECTOR;
            int count = PARTITIONS[i][1] / SECTOR;
            if (table == Table.MBR) {
                int at = 446 + 16 * i;
                bytes.put(at + 4, (byte) 0x83).putInt(at + 8, first).putInt(at + 12, count);
            } else {
                int at = 2 * SECTOR + 128 * i;
                bytes.putLong(at, 0x477284830fc63dafL).putLong(at + 8, 0xe47d47d8693d798eL);
                bytes.putLong(at + 32, first).putLong(at + 40, first + count - 1L);
            }
        }
        for (int i = 1; i < PARTITIONS.length; i++) {
            Files.createDirectories(folder.resolve("tree" + i));
            Files.writeString(folder.resolve("tree" + i + "/which"), "partition " + (i + 1));
            succeed("create", at("part.img"), "--size", Integer.toString(PARTITIONS[i][1]),
                    "--from", at("tree" + i));
            byte[] part = Files.readAllBytes(folder.resolve("part.img"));
            System.arraycopy(part, 0, disk, PARTITIONS[i][0], part.length);
        }
        Files.write(folder.resolve("d.img"), disk);
    }

    private byte[] part(int begin, int size) throws Exception {
        byte[] disk = Files.readAllBytes(folder.resolve("d.img"));
        return Arrays.copyOfRange(disk, begin, begin + size);
    }

    @ParameterizedTest
    @EnumSource
    void everyCommandWorksOnThePartitionThatIsNamed(Table table) throws Exception {
        makeDisk(table);
        byte[] before = part(0, PARTITIONS[2][0]);
        Files.writeString(folder.resolve("file"), "content\n");
        succeed("mkdir", at("d.img"), "/dir", "--partition", "3");
        succeed("add", at("d.img"), at("file"), "/dir/file", "--partition", "3");
        succeed("ln", at("d.img"), "/dir/file", "/hard", "--partition", "3");
        succeed("ln", at("d.img"), "-s", "dir/file", "/soft", "--partition", "3");
        assertEquals("content\n", succeed("cat", at("d.img"), "/soft", "--partition", "3"));
        succeed("get", at("d.img"), "/hard", at("back"), "--partition", "3");
        assertEquals("content\n", Files.readString(folder.resolve("back")));
        succeed("rm", at("d.img"), "/hard", "--partition", "3");
        assertEquals("dir\nlost+found\nsoft\nwhich\n", succeed("ls", at("d.img"), "--partition",
                "3"));
        assertTrue(succeed("check", at("d.img"), "--partition", "3").contains(": clean: "));
        assertArrayEquals(before, part(0, PARTITIONS[2][0]));
        Files.write(folder.resolve("part.img"), part(PARTITIONS[2][0], PARTITIONS[2][1]));
        Peer.of("e2fsck", "e2fsprogs").run(folder, "-fn", "part.img");
        Peer.of("e2fsck", "e2fsprogs").run(folder, "-fn", "d.img?offset=" + PARTITIONS[2][0]);
    }

    @ParameterizedTest
    @EnumSource
    void firstPartitionWithExt2IsTakenAndOthersAreRefused(Table table) throws Exception {
        makeDisk(table);
        assertEquals("partition 2", succeed("cat", at("d.img"), "/which"));
        assertEquals("partition 3", succeed("cat", at("d.img"), "/which", "--partition", "3"));
        refuse("(partition 1) has no ext2 file system: name another of 1, 2, 3", "ls",
                at("d.img"), "--partition", "1");
        refuse("has no partition 4: it has 1, 2, 3", "ls", at("d.img"), "--partition", "4");
        refuse("--partition 0: partitions are counted from 1", "ls", at("d.img"), "--partition",
                "0");
        refuse("has no partition table: leave --partition 1 out", "ls", at("part.img"),
                "--partition", "1");
    }

    @ParameterizedTest
    @EnumSource
    void damageInAPartitionNamesTheWayToRepairIt(Table table) throws Exception {
        makeDisk(table);
        Peer.of("debugfs", "e2fsprogs").run(folder, "-w", "-R", "sif /which links_count 9",
                "d.img?offset=" + PARTITIONS[1][0]);
        Result result = run("check", at("d.img"));
        assertEquals(Main.DAMAGE, result.code(), result.err());
        assertTrue(result.out().contains("/which (inode 12): it counts 9 links, and has 1; e2fsck "
                + "-fy '" + at("d.img") + "?offset=" + PARTITIONS[1][0] + "' counts again"),
                result.out());
    }
}
