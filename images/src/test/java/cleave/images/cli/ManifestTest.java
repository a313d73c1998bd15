package cleave.images.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.guestos.build.UserProgram;
import cleave.images.Peer;
import cleave.images.manifest.DefaultImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images by manifest, the one that comes with Cleave among them. */
class ManifestTest extends ImageCommands {
    private void manifest(String text) throws IOException {
        Files.writeString(folder.resolve("manifest"), text);
    }

    private void create() {
        succeed("create", at("d.img"), "--manifest", at("manifest"));
    }

    @Test
    void everyKindOfLineIsDone() throws Exception {
        Files.createDirectories(folder.resolve("tree/sub"));
        Files.writeString(folder.resolve("tree/sub/one"), "1");
        Files.writeString(folder.resolve("a file"), "words\n");
        Files.writeString(folder.resolve("more"), "fifo 0600 1 2 /pipe # the last\n");
        manifest("""
                # a comment
                size 1M
                label hello
                directory 0700 3 4 /
                directory 1777 0 0 /tmp
                file 4755 5 6 /tmp/name\\x20two a\\x20file
                tree 7 8 /tmp tree
                symlink 9 10 /soft tmp/there
                hardlink /hard /tmp/name\\x20two
                character 0620 0 5 /tty 5 1
                block 0660 0 6 /disk 254 0
                include more
                """);
        create();
        assertEquals("""
                brw-rw----   1     0     6     254, 0 2026-01-01 00:00 disk
                -rwsr-xr-x   2     5     6          6 2026-01-01 00:00 hard
                drwx------   2     0     0       1024 2026-01-01 00:00 lost+found
                prw-------   1     1     2          0 2026-01-01 00:00 pipe
                lrwxrwxrwx   1     9    10          9 2026-01-01 00:00 soft -> tmp/there
                drwxrwxrwt   3     0     0       1024 2026-01-01 00:00 tmp
                crw--w----   1     0     5       5, 1 2026-01-01 00:00 tty
                """, succeed("ls", at("d.img"), "/", "-l"));
        assertEquals("words\n", succeed("cat", at("d.img"), "/tmp/name two"));
        assertEquals("1", succeed("cat", at("d.img"), "/tmp/sub/one"));
        assertTrue(succeed("check", at("d.img")).contains(": clean: "));
        Peer.of("e2fsck", "e2fsprogs").run(folder, "-fn", at("d.img"));
        assertTrue(Peer.of("dumpe2fs", "e2fsprogs").run(folder, "-h", at("d.img"))
                .matches("(?s).*Filesystem volume name: +hello\n.*"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "direktory 0755 0 0 /x | manifest:2: unknown kind direktory: did you mean directory?",
        "directory 0755 0 0 | manifest:2: a line is written: directory MODE UID GID PATH",
        "directory 0955 0 0 /x | manifest:2: MODE 0955: that is not a number of octal digits",
        "directory 17777 0 0 /x | manifest:2: MODE 17777: it can be at most 7777",
        "directory 0755 -1 0 /x | manifest:2: UID -1: it can be at most",
        "directory 0755 0 0 x | manifest:2: x does not begin with /",
        "directory 0755 0 0 /x/y | manifest:2: ",
        "file 0755 0 0 /x none | none does not exist: build it first, or mend the path",
        "file 0755 0 0 /lost+found manifest | manifest:2: /lost+found is there already",
        "tree 0 0 / manifest | manifest is no directory: tree copies directories",
        "hardlink /x /lost+found | manifest:2: /lost+found is a directory, which has one name",
        "hardlink /x /y | manifest:2: ",
        "character 0600 0 0 /x 5000 1 | manifest:2: MAJOR 5000: it can be at most 4095",
        "include manifest | manifest includes itself",
        "include none | none does not exist",
        "size big | manifest:2: size big: write it as 64M, 512K or 1G",
    })
    void linesThatCannotBeDoneAreNamed(String line, String words) throws Exception {
        manifest("size 1M\n" + line + "\n");
        refuse(words, "create", at("d.img"), "--manifest", at("manifest"));
    }

    @Test
    void sizeAndLabelOfTheCommandLineWin() throws Exception {
        manifest("size 1M\nlabel one\n");
        succeed("create", at("d.img"), "--manifest", at("manifest"), "--size", "2M");
        assertEquals(2 << 20, Files.size(folder.resolve("d.img")));
        manifest("label one\n");
        refuse("how large? cleave image create", "create", at("d.img"), "--manifest",
                at("manifest"));
    }

    @Test
    void otherContentGivesAnotherIdentifier() throws Exception {
        manifest("size 1M\nfile 0644 0 0 /file manifest\n");
        create();
        byte[] first = Files.readAllBytes(folder.resolve("d.img"));
        create();
        assertEquals(-1, Arrays.mismatch(first,
                Files.readAllBytes(folder.resolve("d.img"))));
        manifest("size 1M\nfile 0644 0 0 /file manifest # another\n");
        create();
        assertTrue(Arrays.mismatch(first, Files.readAllBytes(folder.resolve("d.img")))
                >= 0);
    }

    /** The build has made it already, and made now it is the same. */
    @Test
    void imageThatComesWithCleaveIsTheSameEachTimeAndHasAllPrograms() throws Exception {
        DefaultImage.main(new String[] {"default.manifest", at("d.img")});
        assertEquals(-1, Files.mismatch(Path.of("target/cleave.img"), folder.resolve("d.img")));
        Peer.of("e2fsck", "e2fsprogs").run(folder, "-fn", at("d.img"));
        assertTrue(succeed("check", at("d.img")).contains(": clean: "));
        for (UserProgram program : UserProgram.values()) {
            for (String path : program.paths()) {
                succeed("get", at("d.img"), path, at("program"));
                assertEquals(-1, Files.mismatch(folder.resolve("program"), Path.of(
                        "../guest-os/target/user", program.fileName() + ".elf")), path);
            }
        }
        succeed("get", at("d.img"), "/boot/kernel", at("kernel"));
        assertEquals(-1, Files.mismatch(folder.resolve("kernel"),
                Path.of("../guest-os/target/kernel.elf")));
        assertTrue(succeed("ls", at("d.img"), "/", "-l").contains("drwxrwxrwt"));
    }
}
