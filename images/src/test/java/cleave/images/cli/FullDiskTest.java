package cleave.images.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.images.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A disk without a free block or inode: every command says so and leaves the image as it was. */
class FullDiskTest extends ImageCommands {
    private static final int TRIES = 200;

    private void refuseAndLeave(String what, String... words) throws Exception {
        byte[] before = Files.readAllBytes(folder.resolve("d.img"));
        refuse("d.img is full: it has no free " + what, words);
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("d.img")));
        Peer.of("e2fsck", "e2fsprogs").run(folder, "-fn", at("d.img"));
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".part")));
        }
    }

    /** Adds a host's file again and again, until the disk is full. */
    private void fill(String file, String prefix) {
        for (int i = 0; i < TRIES; i++) {
            if (run("add", at("d.img"), at(file), prefix + i).code() != 0) {
                return;
            }
        }
        throw new AssertionError("the disk is never full");
    }

    @Test
    void commandsThatNeedABlockSayThatThereIsNone() throws Exception {
        byte[] noise = new byte[1000];
        new Random(1).nextBytes(noise);
        Files.write(folder.resolve("noise"), noise);
        Files.write(folder.resolve("empty"), new byte[0]);
        succeed("create", at("d.img"), "--size", "256K", "--block-size", "1024");
        byte[] large = new byte[205_000];
        new Random(2).nextBytes(large);
        Files.write(folder.resolve("large"), large);
        succeed("add", at("d.img"), at("large"), "/large");
        fill("noise", "/f");
        refuseAndLeave("block", "add", at("d.img"), at("noise"), "/more");
        refuseAndLeave("block", "mkdir", at("d.img"), "/more");
        refuseAndLeave("block", "ln", at("d.img"), "-s", "long/".repeat(30), "/more");
        String[] words = {"ln", at("d.img"), "/f0", ""};
        for (int i = 0; i < 5; i++) {
            words[3] = "/" + i + "x".repeat(250);
            if (run(words).code() != 0) {
                break;
            }
        }
        refuseAndLeave("block", words);
        succeed("rm", at("d.img"), "/f1");
        succeed("mkdir", at("d.img"), "/now");
    }

    @Test
    void commandsThatNeedAnInodeSayThatThereIsNone() throws Exception {
        Files.write(folder.resolve("empty"), new byte[0]);
        succeed("create", at("d.img"), "--size", "256K");
        fill("empty", "/e");
        refuseAndLeave("inode", "add", at("d.img"), at("empty"), "/more");
        refuseAndLeave("inode", "mkdir", at("d.img"), "/more");
        refuseAndLeave("inode", "ln", at("d.img"), "-s", "short", "/more");
        succeed("ln", at("d.img"), "/e0", "/hard");
    }

    @Test
    void imageThatWouldBeTooSmallIsNotMade() throws Exception {
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        Files.createDirectory(folder.resolve("tree"));
        Files.write(folder.resolve("tree/noise"), noise);
        Files.writeString(folder.resolve("manifest"), "file 0644 0 0 /noise tree/noise\n");
        refuse("e.img is full: it has no free block", "create", at("e.img"), "--size", "512K",
                "--from", at("tree"));
        refuse("manifest:1: " + at("e.img") + " is full: it has no free block", "create",
                at("e.img"), "--size", "512K", "--manifest", at("manifest"));
        assertFalse(Files.exists(folder.resolve("e.img")));
        Files.writeString(folder.resolve("e.img"), "before");
        refuse("is full", "create", at("e.img"), "--size", "512K", "--from", at("tree"));
        assertEquals("before", Files.readString(folder.resolve("e.img")));
    }
}
