package cleave.images.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.images.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cleave image} from outside, with e2fsprogs as the judge. */
class ImageCommandTest extends ImageCommands {
    private static final long SEED = Long.getLong("cleave.seed", 1);

    private void check(String image) throws Exception {
        Peer.of("e2fsck", "e2fsprogs").run(folder, "-fn", at(image));
        assertTrue(succeed("check", at(image)).contains(": clean: "));
    }

    /** A tree of random files, whose names, sizes and holes are random. */
    private Path randomTree(Random random) throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        List<Path> directories = new ArrayList<>(List.of(tree));
        for (int i = 0; i < 120; i++) {
            Path parent = directories.get(random.nextInt(directories.size()));
            Path file = parent.resolve(i + "x".repeat(random.nextInt(250)));
            switch (random.nextInt(6)) {
                case 0 -> directories.add(Files.createDirectory(file));
                case 1 -> Files.createSymbolicLink(file,
                        Path.of("t/".repeat(1 + random.nextInt(100))));
                default -> {
                    byte[] content = new byte[random.nextInt(1 << random.nextInt(20))];
                    random.nextBytes(content);
                    int hole = random.nextInt(content.length + 1);
                    Arrays.fill(content, hole / 2, hole, (byte) 0);
                    Files.write(file, content);
                }
            }
        }
        return tree;
    }

    private static void assertSame(Path expected, Path actual) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(expected)) {
            files = all.toList();
        }
        for (Path file : files) {
            Path copy = actual.resolve(expected.relativize(file).toString());
            if (Files.isSymbolicLink(file)) {
                assertEquals(Files.readSymbolicLink(file), Files.readSymbolicLink(copy));
            } else if (Files.isRegularFile(file)) {
                assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(copy),
                        "seed " + SEED + ": " + file);
            } else {
                assertTrue(Files.isDirectory(copy), copy.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1024", "2048", "4096"})
    void randomTreesAreReadByDebugfsAsTheyWere(String blockSize) throws Exception {
        Path tree = randomTree(new Random(SEED));
        succeed("create", at("d.img"), "--size", "40M", "--block-size", blockSize, "--from",
                tree.toString());
        check("d.img");
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Peer.of("debugfs", "e2fsprogs").run(folder, "-R", "rdump / " + copy, at("d.img"));
        assertSame(tree, copy);
    }

    @Test
    void theSameFilesGiveTheSameBytesAndOthersAnotherUuid() throws Exception {
        Path tree = randomTree(new Random(SEED));
        for (String name : new String[] {"a.img", "b.img", "c.img"}) {
            succeed("create", at(name), "--size", "40M", "--from", tree.toString());
            if (name.equals("b.img")) {
                assertEquals(-1, Files.mismatch(folder.resolve("a.img"), folder.resolve(name)));
                Files.writeString(tree.resolve("one-more"), "");
            }
        }
        assertTrue(Files.mismatch(folder.resolve("a.img"), folder.resolve("c.img")) >= 0);
    }

    @Test
    void imagesOfMke2fsAreChangedAndStayClean() throws Exception {
        Path tree = randomTree(new Random(SEED + 1));
        Peer.of("mke2fs", "e2fsprogs").run(folder, "-q", "-t", "ext2", "-d", tree.toString(),
                "d.img", "40M");
        byte[] large = new byte[6_000_000];
        new Random(SEED).nextBytes(large);
        Files.write(folder.resolve("large"), large);
        succeed("mkdir", at("d.img"), "/new", "/new/deep");
        succeed("add", at("d.img"), at("large"), "/new/deep/file", "--mode", "4755");
        succeed("ln", at("d.img"), "/new/deep/file", "/new/second");
        succeed("ln", at("d.img"), "-s", "deep/file", "/new/soft");
        check("d.img");
        succeed("get", at("d.img"), "/new/soft", at("back"));
        assertArrayEquals(large, Files.readAllBytes(folder.resolve("back")));
        assertTrue(succeed("ls", at("d.img"), "/new", "-l").contains("-rwsr-xr-x   2"));
        List<String> all = succeed("ls", at("d.img")).lines()
                .filter(n -> !n.equals("lost+found")).toList();
        for (String name : all) {
            succeed("rm", at("d.img"), "/" + name, "-r");
        }
        check("d.img");
        assertEquals("lost+found\n", succeed("ls", at("d.img")));
    }

    @Test
    void directoryOfFiveThousandNamesIsClean() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree/many"));
        for (int i = 0; i < 5000; i++) {
            Files.createFile(tree.resolve("name-" + i));
        }
        succeed("create", at("d.img"), "--size", "32M", "--block-size", "1024", "--from",
                at("tree"));
        check("d.img");
        assertEquals(5000, succeed("ls", at("d.img"), "/many").lines().count());
    }

    @Test
    void fullDiskIsSaidAndLeavesTheImageAsItWas() throws Exception {
        succeed("create", at("d.img"), "--size", "512K");
        Files.write(folder.resolve("large"), new byte[1 << 20]);
        byte[] noise = new byte[1 << 20];
        new Random(SEED).nextBytes(noise);
        Files.write(folder.resolve("noise"), noise);
        byte[] before = Files.readAllBytes(folder.resolve("d.img"));
        refuse("d.img is full: it has no free block", "add", at("d.img"), at("noise"), "/noise");
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("d.img")));
        succeed("add", at("d.img"), at("large"), "/holes");
        check("d.img");
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(f -> f.toString().endsWith(".part")));
        }
    }

    @Test
    void whatCannotBeDoneIsSaidWithTheWayOut() throws Exception {
        succeed("create", at("d.img"), "--size", "1M");
        Files.write(folder.resolve("q.img"), "QFI\u00fb....".getBytes(
                StandardCharsets.ISO_8859_1));
        refuse("convert it with qemu-img convert -O raw", "ls", at("q.img"));
        refuse("does not exist: make it with cleave image create", "ls", at("none.img"));
        refuse("/ has no lost+fund; did you mean lost+found?", "ls", at("d.img"), "/lost+fund");
        refuse("unknown command image mkdri: did you mean cleave image mkdir?", "mkdri");
        refuse("how large? cleave image create", "create", at("e.img"));
        refuse("would be too small", "create", at("e.img"), "--size", "4K");
        refuse("is there already", "mkdir", at("d.img"), "/lost+found");
        refuse("has 1 to 255 bytes", "mkdir", at("d.img"), "/" + "n".repeat(256));
        refuse("--mode 999: that is not a number of octal digits", "mkdir", at("d.img"), "/x",
                "--mode", "999");
        check("d.img");
    }

    @Test
    void ext4IsReadAndNotWritten() throws Exception {
        Files.createDirectories(folder.resolve("tree"));
        Files.writeString(folder.resolve("tree/motd"), "hello\n");
        Peer.of("mke2fs", "e2fsprogs").run(folder, "-q", "-t", "ext4", "-d", "tree", "d.img",
                "8M");
        assertEquals("hello\n", succeed("cat", at("d.img"), "/motd"));
        refuse("has features that cannot be written here (extents", "rm", at("d.img"), "/motd");
    }

    @Test
    void damagedImagesAreNeverAFaultOfOurs() throws Exception {
        succeed("create", at("good.img"), "--size", "30M", "--block-size", "1024", "--from",
                randomTree(new Random(SEED)).toString());
        byte[] good = Files.readAllBytes(folder.resolve("good.img"));
        Random random = new Random(SEED);
        for (int i = 0; i < 40; i++) {
            byte[] bad = good.clone();
            for (int j = 0; j < 60; j++) {
                int place = random.nextBoolean() ? 1024 + random.nextInt(200)
                        : random.nextInt(2_000_000);
                bad[j % 3 == 0 ? place : 12_288 + random.nextInt(1_200_000)]
                        = (byte) random.nextInt();
            }
            Files.write(folder.resolve("bad.img"), bad);
            for (String[] words : new String[][] {{"ls", at("bad.img"), "/", "-l", "-R"},
                {"mkdir", at("bad.img"), "/x"}, {"rm", at("bad.img"), "/lost+found", "-r"},
                {"check", at("bad.img")}}) {
                Result result = run(words);
                assertTrue(result.code() == 0 || result.code() == Main.USAGE
                        || result.code() == Main.DAMAGE, "seed " + SEED + ", run " + i + ": "
                        + result.err());
            }
        }
    }
}
