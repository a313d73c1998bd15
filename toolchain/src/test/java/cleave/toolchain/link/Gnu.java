package cleave.toolchain.link;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.Peer;
import cleave.toolchain.elf.ElfImage;
import cleave.toolchain.elf.ElfObject;
import cleave.toolchain.elf.ElfWriter;
import cleave.toolchain.elf.ObjectWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** GNU's compiler, linker and tools, and QEMU, in a folder of a test's own. */
final class Gnu {
    /** Calls the system as Linux does: {@code exit(main())} with a write or two before. */
    static final String START = """
            .globl _start
            _start:
            .option push
            .option norelax
              la gp, __global_pointer$
            .option pop
              call main
              li a7, 93
              ecall
            .globl put
            .type put, @function
            put:
              mv a2, a1
              mv a1, a0
              li a0, 1
              li a7, 64
              ecall
              ret
            .size put, . - put
            """;

    private static final String BINUTILS = "binutils-riscv64-unknown-elf";

    private final Path folder;

    Gnu(Path folder) {
        this.folder = folder;
    }

    /** Compiles C, or assembles when the name ends in {@code .s}. */
    ElfObject compile(String name, String source, String... options) throws Exception {
        Files.writeString(folder.resolve(name), source);
        String object = name.substring(0, name.lastIndexOf('.')) + ".o";
        List<String> command = new ArrayList<>(List.of("-march=rv32imac", "-mabi=ilp32",
                "-ffreestanding", "-fcommon", "-c", name, "-o", object));
        command.addAll(List.of(options));
        Peer.of("riscv64-unknown-elf-gcc", "gcc-riscv64-unknown-elf")
                .run(folder, command.toArray(new String[0]));
        return ElfObject.read(folder.resolve(object));
    }

    /** Writes an object of ours as a file. */
    void write(ElfObject object) throws Exception {
        Files.write(folder.resolve(object.name()), ObjectWriter.write(object));
    }

    /** Links by GNU ld, and runs; answers what it printed. */
    String linkAndRun(String... objects) throws Exception {
        List<String> command = new ArrayList<>(List.of("-m", "elf32lriscv", "-o", "gnu.elf"));
        command.addAll(List.of(objects));
        Peer.of("riscv64-unknown-elf-ld", BINUTILS)
                .runWithoutWarnings(folder, command.toArray(new String[0]));
        return Peer.of("qemu-riscv32", "qemu-user").run(folder, "gnu.elf");
    }

    /** Runs a program of ours, which must end with 0. */
    String run(ElfImage image) throws Exception {
        Path file = Files.write(folder.resolve("ours.elf"), ElfWriter.write(image));
        assertTrue(file.toFile().setExecutable(true));
        return Peer.of("qemu-riscv32", "qemu-user").run(folder, "ours.elf");
    }

    void archive(String library, String... objects) throws Exception {
        List<String> command = new ArrayList<>(List.of("rcs", library));
        command.addAll(List.of(objects));
        Peer.of("riscv64-unknown-elf-ar", BINUTILS).run(folder, command.toArray(new String[0]));
    }

    /** GCC's library for RV32IMAC. */
    Path libgcc() throws Exception {
        return Path.of(Peer.of("riscv64-unknown-elf-gcc", "gcc-riscv64-unknown-elf").run(folder,
                "-march=rv32imac", "-mabi=ilp32", "-print-libgcc-file-name").strip());
    }

    String readelf(String file) throws Exception {
        return Peer.of("riscv64-unknown-elf-readelf", BINUTILS)
                .runWithoutWarnings(folder, "-aW", file);
    }

    String objdump(String... arguments) throws Exception {
        String text = Peer.of("riscv64-unknown-elf-objdump", BINUTILS).run(folder, arguments);
        assertTrue(!text.contains("file format not recognized"), text);
        return text;
    }
}
