package cleave.guestos.build;

import cleave.guestos.firmware.Firmware;
import cleave.toolchain.asm.Assembly;
import cleave.toolchain.compiler.door.Executable;
import cleave.toolchain.elf.ElfWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the programs that need no operating system, the firmware by the assembler and the greeting
 * by the compiler, and writes each as an ELF file, as its bare bytes and as a listing. The same
 * sources give the same files.
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
        Assembly firmware = Firmware.assemble();
        write(folder, "firmware", firmware, ElfWriter.write(firmware.toElf(Firmware.ENTRY)));
        Executable greeting = GreetingProgram.build();
        write(folder, "greeting", greeting.assembly(), greeting.elf());
    }

    private static void write(Path folder, String name, Assembly program, byte[] elf)
            throws IOException {
        Files.write(folder.resolve(name + ".elf"), elf);
        Files.write(folder.resolve(name + ".bin"), program.flat());
        Files.write(folder.resolve(name + ".lst"),
                program.listing().getBytes(StandardCharsets.UTF_8));
    }
}
