package cleave.guestos.build;

import cleave.guestos.firmware.Firmware;
import cleave.guestos.greeting.Greeting;
import cleave.toolchain.asm.Assembly;
import cleave.toolchain.elf.ElfWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Assembles the programs of this module and writes each as an ELF file, as its bare bytes and as a
 * listing. The same sources give the same files.
 */
public final class GuestPrograms {
    private GuestPrograms() {
    }

    /** The argument is the folder to write to. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("one argument: the folder to write to");
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        write(folder, "firmware", Firmware.assemble(), Firmware.ENTRY);
        write(folder, "greeting", Greeting.assemble(), Greeting.ENTRY);
    }

    private static void write(Path folder, String name, Assembly program, String entry)
            throws IOException {
        Files.write(folder.resolve(name + ".elf"), ElfWriter.write(program.toElf(entry)));
        Files.write(folder.resolve(name + ".bin"), program.flat());
        Files.write(folder.resolve(name + ".lst"),
                program.listing().getBytes(StandardCharsets.UTF_8));
    }
}
