package cleave.tests.guests;

import cleave.images.ext2.Ext2Writer;
import cleave.images.ext2.Format;
import cleave.images.ext2.HostTree;
import cleave.images.ext2.Meta;
import cleave.images.manifest.NewImage;
import cleave.tests.Peer;
import cleave.tests.Run;
import cleave.toolchain.disk.ext2.Inode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs programs one after the other in our guest, whose first program is {@code abi-init.c}. When
 * one of them brings the guest down, the guest is booted again for those behind it.
 */
final class AbiGuest {
    static final Path KERNEL = Path.of("../guest-os/target/kernel-checked.elf");
    private static final String FIRMWARE = "../guest-os/target/firmware.bin";
    private static final int SECONDS_MAX = 900;
    private static final String CYCLES_MAX = "100000000000";
    private static final long IMAGE_BYTES = 16 << 20;

    /** A machine that boots the kernel with a disk. */
    @FunctionalInterface
    interface Boot {
        Run run(Path kernel, Path disk) throws Exception;
    }

    private final AbiPrograms programs;
    private final Boot boot;
    /** Further files in the root directory. */
    private final Map<String, String> files;
    private final Format format;
    private final Map<String, String> outputs = new HashMap<>();

    AbiGuest(AbiPrograms programs, Boot boot, Map<String, String> files) {
        this(programs, boot, files, Format.of(IMAGE_BYTES, "abi"));
    }

    AbiGuest(AbiPrograms programs, Boot boot, Map<String, String> files, Format format) {
        this.programs = programs;
        this.boot = boot;
        this.files = files;
        this.format = format;
    }

    /** Boots it on Cleave. */
    static Run onCleave(Path kernel, Path disk) throws Exception {
        return Run.cleave(SECONDS_MAX, words("boot", "--max-cycles", CYCLES_MAX, "-drive",
                drive(disk), "-device", "virtio-blk-device,drive=d", "-kernel",
                kernel.toString()));
    }

    /** Boots it on QEMU. */
    static Run onQemu(Path kernel, Path disk) throws Exception {
        return Peer.qemu(SECONDS_MAX, words("-bios", FIRMWARE, "-drive", drive(disk),
                "-device", "virtio-blk-device,drive=d", "-kernel", kernel.toString()));
    }

    private static String drive(Path disk) {
        return "file=" + disk + ",format=raw,if=none,id=d";
    }

    private static String[] words(String... words) {
        return words;
    }

    /** What each of them printed, with a last line that tells how it ended. */
    Map<String, String> run(List<String> names) throws Exception {
        List<String> rest = new ArrayList<>(names);
        while (!rest.isEmpty()) {
            Path folder = Files.createTempDirectory("abi");
            Path disk = folder.resolve("disk.img");
            image(disk, folder, rest);
            Run run = boot.run(KERNEL, disk);
            int done = note(run, rest);
            rest.subList(0, done).clear();
            delete(folder);
        }
        return outputs;
    }

    /** Takes apart what the guest said; tells how many programs it came to. */
    private int note(Run run, List<String> names) {
        String text = run.out();
        for (int i = 0; i < names.size(); i++) {
            String title = "== " + names.get(i) + "\n";
            String next = i + 1 < names.size() ? "== " + names.get(i + 1) + "\n" : "== end\n";
            int start = text.indexOf(title);
            if (start < 0) {
                outputs.put(names.get(i), "the guest did not begin it: " + run);
                return i + 1;
            }
            int end = text.indexOf(next, start);
            if (end < 0) {
                outputs.put(names.get(i), text.substring(start + title.length())
                        + "the guest ended here: exit code " + run.exitCode() + "\n" + run.err());
                return i + 1;
            }
            outputs.put(names.get(i), text.substring(start + title.length(), end));
        }
        return names.size();
    }

    void image(Path disk, Path folder, List<String> names) throws IOException {
        Path tree = folder.resolve("tree");
        for (String directory : List.of("abi", "dev", "etc", "proc", "run", "sbin", "tmp")) {
            Files.createDirectories(tree.resolve(directory));
        }
        Files.copy(programs.init(), tree.resolve("sbin/init"));
        for (String name : names) {
            // Arguments may follow.
            String program = name.split(" ")[0];
            Files.copy(programs.file(program), tree.resolve("abi").resolve(program));
        }
        Files.writeString(tree.resolve("list"), String.join("\n", names) + "\n");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(tree.resolve(file.getKey()), file.getValue());
        }
        NewImage.write(disk, IMAGE_BYTES, format,
                (writer, digest) -> new HostTree(writer, new Meta(0, 0, 0, Format.TIME), digest)
                        .copyAll(tree, root(writer)));
    }

    private static Inode root(Ext2Writer writer) throws IOException {
        return writer.files().inode(Inode.ROOT);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
