package cleave.images.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.images.Peer;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cleave image check}: it complains when {@code e2fsck -fn} does, and only then. */
class CheckCommandTest extends ImageCommands {
    private static final long SEED = Long.getLong("cleave.seed", 1);

    @BeforeEach
    void makeAnImage() throws Exception {
        byte[] noise = new byte[400_000];
        new Random(SEED).nextBytes(noise);
        Files.write(folder.resolve("noise"), noise);
        Files.writeString(folder.resolve("small"), "hello\n");
        Files.writeString(folder.resolve("manifest"), """
                directory 0755 0 0 /dir
                directory 0755 0 0 /dir/below
                file 0644 0 0 /big noise
                file 0644 0 0 /file small
                file 0644 0 0 /dir/other small
                hardlink /dir/second /dir/other
                symlink 0 0 /fast target
                symlink 0 0 /slow %s
                character 0600 0 0 /device 5 1
                fifo 0600 0 0 /pipe
                """.formatted("long/".repeat(20)));
        succeed("create", at("d.img"), "--size", "2M", "--manifest", at("manifest"));
    }

    private Peer.Answer e2fsck() throws Exception {
        return Peer.of("e2fsck", "e2fsprogs").ask(folder, "-fn", at("d.img"));
    }

    /** What ours says of an image that both find damaged, and that neither changes. */
    private String complaint() throws Exception {
        byte[] before = Files.readAllBytes(folder.resolve("d.img"));
        Peer.Answer theirs = e2fsck();
        assertTrue(theirs.code() != 0, "e2fsck finds nothing: " + theirs.text());
        Result ours = run("check", at("d.img"));
        assertEquals(Main.DAMAGE, ours.code(), ours.out() + ours.err() + theirs.text());
        assertTrue(ours.out().lines().allMatch(line -> line.startsWith(at("d.img") + ": ")),
                ours.out());
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("d.img")));
        return ours.out();
    }

    @Test
    void whatIsCleanIsSaidToBe() throws Exception {
        assertEquals(0, e2fsck().code());
        assertTrue(succeed("check", at("d.img")).matches(
                ".*: clean: 20 of 512 inodes and \\d+ of 2048 blocks of 1024 bytes are in use\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sif /file links_count 3 | /file (inode 15): it counts 3 links, and has 1",
        "sif /dir links_count 1 | /dir (inode 12): it counts 1 links, and has 3",
        "sif /file block[0] 99999999 | /file (inode 15): it refers to block 99999999, outside",
        "sif /file block[0] 3 | /file (inode 15): it has block 3, which is the file system's own",
        "sif /file block[0] 200 | /file (inode 15): it has block 200, which inode 14 has, too",
        "sif /big block[IND] 99999999 | /big (inode 14): it refers to block 99999999",
        "sif /big block[DIND] 3 | /big (inode 14): it has block 3, which is the file system's own",
        "sif /big size 100 | /big (inode 14): its size is 100 bytes, and it has a block at",
        "sif /dir size 100 | /dir (inode 12): the directory has 100 bytes",
        "sif /dir size 4096 | /dir (inode 12): the directory has 4096 bytes",
        "sif /file mode 0 | /file (inode 15): its mode 00 is that of no kind of file",
        "sif /file blocks 77 | /file (inode 15): it counts 77 sectors of 512 bytes, and has 2",
        "sif /file dtime 20260101 | /file (inode 15): it has names, and a time of deletion",
        "sif <300> dtime 0x60 | (inode 300): it waits to be deleted",
        "sif /file file_acl 99999999 | extended attributes are at block 99999999",
        "sif /fast size 3 | /fast (inode 17): the symbolic link's target has 6 bytes",
        "sif /slow size 90 | /slow (inode 18): the symbolic link's target has 100 bytes",
        "sif /device size 7 | /device (inode 19): a character device has a size of 7 bytes",
        "ssv inodes_count 400 | the superblock counts 400 inodes",
        "ssv blocks_count 99999 | the superblock counts 99999 blocks of 1024 bytes",
        "ssv inodes_per_group 9000 | groups of",
        "ssv first_ino 9000 | the first file has inode 9000",
        "ssv log_block_size 9 | block size is 1024 << 9",
        "set_bg 0 free_blocks_count 7 | file system: group 0 counts 7 free blocks",
        "set_bg 0 free_inodes_count 7 | file system: group 0 counts 7 free inodes",
        "set_bg 0 used_dirs_count 0 | file system: group 0 counts 0 directories, and has 4",
        "set_bg 0 block_bitmap 99999999 | group 0 has its block bitmap at block 99999999",
        "set_bg 0 inode_table 3 | group 0 has its inode table at block 3, where something else",
        "freeb 200 | block bitmap of group 0 is wrong from block 200 on: 1 in use are marked free",
        "setb 2000 | 0 in use are marked free, 1 free ones are marked in use",
        "freei /file | inode bitmap of group 0 is wrong from inode 15 on",
        "seti <300> | inode bitmap of group 0 is wrong from inode 300 on",
        "unlink /file | no name (inode 15): it has no name, and counts 1",
        "unlink /dir | lost directory 12 (inode 12): no path leads to the directory",
        "link /file /dir/third | it counts 1 links, and has 2",
        "link /dir/below /again | the directory has one more name",
        "clri /file | file is inode 15, which is not in use",
        "zap_block -f /dir -o 4 -l 2 -p 0x01 0 | the directory has an entry of 257",
        "zap_block -f /dir -o 12 -l 4 -p 0x05 0 | directory's .. is inode 84215045 of 512",
        "zap_block -f /dir -o 0 -l 1 -p 0x0e 0 | /dir (inode 12): the directory's . is inode 14",
        "zap_block -f /dir -o 31 -l 1 -p 0x01 0 | the entry of below says that it is of kind 1",
        "zap_block -f /dir -o 24 -l 4 -p 0x05 0 | /dir (inode 12): below is inode 84215045",
        "zap_block -f /dir -o 32 -l 1 -p 0x2f 0 | is no name",
        "zap_block -f /slow 0 | /slow (inode 18): the symbolic link's target has 0 bytes",
    })
    void damageByDebugfsIsFoundAndNamed(String request, String words) throws Exception {
        Peer.of("debugfs", "e2fsprogs").run(folder, "-w", "-R", request, at("d.img"));
        String complaint = complaint();
        assertTrue(complaint.contains(words), complaint);
    }

    @Test
    void truncatedImageIsSaidToBe() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(at("d.img"), "rw")) {
            file.setLength(1 << 20);
        }
        assertTrue(e2fsck().text().contains("is likely to be corrupt!"));
        Result ours = run("check", at("d.img"));
        assertEquals(Main.DAMAGE, ours.code());
        assertTrue(ours.out().contains("it is truncated, or the superblock is damaged"));
    }

    /** Linux writes these counts when it unmounts, and counts them itself when it mounts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ssv free_blocks_count 5 | note: the superblock counts 5 free blocks, and there are 1578",
        "ssv free_inodes_count 5 | note: the superblock counts 5 free inodes, and there are 492",
        "ssv state 0 | note: it was not unmounted",
        "ssv state 3 | note: a kernel has seen errors in it",
    })
    void whatIsNoDamageIsNoted(String request, String words) throws Exception {
        Peer.of("debugfs", "e2fsprogs").run(folder, "-w", "-R", request, at("d.img"));
        assertEquals(0, e2fsck().code());
        String said = succeed("check", at("d.img"));
        assertTrue(said.contains(words), said);
    }

    @Test
    void sameNameTwiceIsFound() throws Exception {
        Path image = folder.resolve("d.img");
        byte[] bytes = Files.readAllBytes(image);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        System.arraycopy("other1".getBytes(), 0, bytes, text.indexOf("second"), 6);
        bytes[text.indexOf("second") - 2] = 5;
        Files.write(image, bytes);
        assertTrue(complaint().contains("/dir (inode 12): the name other is in it twice"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext2", "ext3"})
    void imagesOfMke2fsAreClean(String type) throws Exception {
        Files.createDirectories(folder.resolve("tree/a/b"));
        for (int i = 0; i < 300; i++) {
            Files.writeString(folder.resolve("tree/a/" + "n".repeat(100) + i), "x");
        }
        Peer.of("mke2fs", "e2fsprogs").run(folder, "-q", "-t", type, "-d", "tree", "d.img", "20M");
        assertTrue(succeed("check", at("d.img")).contains(": clean: "));
    }

    @Test
    void whatCannotBeCheckedIsRefused() throws Exception {
        Peer.of("mke2fs", "e2fsprogs").run(folder, "-q", "-t", "ext4", "four.img", "8M");
        refuse("has features that are not checked here (extents", "check", at("four.img"));
        refuse("has no ext2 file system and no partition table", "check", at("noise"));
    }

    /** What random bytes do to metadata, e2fsck finds; so must we. */
    @Test
    void randomDamageThatE2fsckFindsIsFound() throws Exception {
        byte[] good = Files.readAllBytes(folder.resolve("d.img"));
        Random random = new Random(SEED);
        Peer.of("e2fsck", "e2fsprogs");
        int found = 0;
        for (int i = 0; i < 60; i++) {
            byte[] bad = good.clone();
            int place = 2048 + random.nextInt(24 * 1024);
            bad[place] = (byte) random.nextInt();
            Files.write(folder.resolve("d.img"), bad);
            Peer.Answer theirs = e2fsck();
            Result ours = run("check", at("d.img"));
            assertEquals(theirs.code() != 0, ours.code() != 0, "seed " + SEED + ", run " + i
                    + ", byte " + place + ": " + theirs.text() + ours.out() + ours.err());
            found += ours.code() != 0 ? 1 : 0;
        }
        assertTrue(found > 10, "only " + found + " of the damages could be seen");
    }
}
