package cleave.tests.disks;

import cleave.images.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The disks that the guest gets, made by {@code cleave image}, as bytes. */
final class DiskImages {
    private static final String PROGRAMS = "guest-os/target/user/";
    private static final String ETC = "images/default/etc/";
    private static final String BLOCK = "1024";

    private DiskImages() {
    }

    /** What a {@code cleave image} command has said, and its exit code. */
    record Said(int code, String text) {
    }

    static Said command(String... words) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true, StandardCharsets.ISO_8859_1);
        int code = Main.run(List.of(words), out, out);
        return new Said(code, text.toString(StandardCharsets.ISO_8859_1));
    }

    private static byte[] make(String size, List<String> manifest) throws IOException {
        Path folder = Files.createTempDirectory("disks");
        try {
            Path list = Files.write(folder.resolve("manifest"), manifest);
            Path image = folder.resolve("disk.img");
            Said said = command("create", image.toString(), "--size", size, "--block-size",
                    BLOCK, "--manifest", list.toString());
            if (said.code() != 0) {
                throw new IllegalStateException(said.text());
            }
            return Files.readAllBytes(image);
        } finally {
            E2fsck.delete(folder);
        }
    }

    private static String file(String mode, String path, Path source) {
        return "file " + mode + " 0 0 " + path + " " + source.toAbsolutePath().normalize();
    }

    private static String program(String path, String name) {
        return file("0755", path, Guest.built(PROGRAMS + name + ".elf"));
    }

    /** A root file system with the programs and some scripts; 12 MiB, two groups of blocks. */
    static byte[] root(Map<String, String> scripts) throws IOException {
        Path folder = Files.createTempDirectory("scripts");
        try {
            List<String> manifest = new ArrayList<>();
            for (String directory : List.of("/bin", "/sbin", "/dev", "/etc", "/mnt", "/proc",
                    "/root", "/home", "/tmp")) {
                manifest.add("directory 0755 0 0 " + directory);
            }
            manifest.add("character 0600 0 0 /dev/console 5 1");
            for (String name : List.of("passwd", "group", "hostname", "profile")) {
                manifest.add(file("0644", "/etc/" + name, Guest.built(ETC + name)));
            }
            manifest.add(program("/sbin/init", "init"));
            manifest.add(program("/bin/sh", "sh"));
            manifest.add(program("/bin/tools", "tools"));
            for (String tool : List.of("cat", "chmod", "cmp", "cp", "dd", "df", "dmesg", "du",
                    "echo", "false", "find", "grep", "head", "ln", "ls", "mkdir", "mkfifo", "mknod",
                    "mount", "mv", "poweroff", "printf", "readlink", "rm", "rmdir", "seq",
                    "sleep", "stat", "sync", "tail", "test", "touch", "true", "umount", "wc",
                    "xargs", "[", "hostname")) {
                manifest.add("hardlink /bin/" + tool + " /bin/tools");
            }
            for (Map.Entry<String, String> script : scripts.entrySet()) {
                Path source = folder.resolve(script.getKey());
                Files.writeString(source, script.getValue());
                manifest.add(file("0755", "/" + script.getKey(), source));
            }
            return make("12M", manifest);
        } finally {
            E2fsck.delete(folder);
        }
    }

    /** A small file system with something of everything. */
    static byte[] rich() throws IOException {
        Path folder = Files.createTempDirectory("rich");
        try {
            byte[] noise = new byte[400_000];
            new Random(1).nextBytes(noise);
            Path big = Files.write(folder.resolve("big"), noise);
            Path small = Files.writeString(folder.resolve("small"), "hello\n");
            Path middle = Files.writeString(folder.resolve("middle"), "0123456789\n".repeat(3000));
            List<String> manifest = new ArrayList<>();
            manifest.add("directory 0755 0 0 /tree");
            for (int i = 0; i < 4; i++) {
                manifest.add("directory 0755 0 0 /tree/d" + i);
                manifest.add("directory 0755 0 0 /tree/d" + i + "/below");
                for (int j = 0; j < 8; j++) {
                    manifest.add(file("0644", "/tree/d" + i + "/below/"
                            + "a-name-of-some-length-".repeat(2) + j, small));
                }
                manifest.add(file("0644", "/tree/d" + i + "/middle", middle));
            }
            manifest.add(file("0644", "/big", big));
            manifest.add(file("0644", "/small", small));
            manifest.add("hardlink /tree/second /small");
            manifest.add("symlink 0 0 /fast small");
            manifest.add("symlink 0 0 /slow " + "./".repeat(40) + "small");
            manifest.add("character 0600 0 0 /device 1 3");
            manifest.add("fifo 0600 0 0 /pipe");
            manifest.add(program("/program", "cowdemo"));
            manifest.add(program("/echo", "tools"));
            return make("12M", manifest);
        } finally {
            E2fsck.delete(folder);
        }
    }
}
