package cleave.guestos.build;

import cleave.toolchain.elf.ElfWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compiles the kernel to {@code kernel.elf}, and with all its assertions to {@code
 * kernel-checked.elf}, each with a report of its methods and their stacks; not again when nothing
 * has changed since.
 */
public final class KernelPrograms {
    private KernelPrograms() {
    }

    /** The arguments: the folder to write to, that of class files, that of sources. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("arguments: the folder to write to, the folder of"
                    + " class files, the folder of sources");
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Path classes = Path.of(arguments[1]);
        Path madeOf = folder.resolve("kernel.made-of");
        String ingredients = Ingredients.ofCompiler() + " " + Ingredients.ofAll(classes);
        if (Files.exists(madeOf) && Files.readString(madeOf).equals(ingredients)) {
            return;
        }
        Files.deleteIfExists(madeOf);
        Workers.run(List.of(
                () -> write(folder, "kernel", KernelProgram.build(classes, false, arguments[2])),
                () -> write(folder, "kernel-checked",
                        KernelProgram.build(classes, true, arguments[2]))));
        Files.writeString(madeOf, ingredients);
    }

    private static void write(Path folder, String name, KernelProgram kernel) throws IOException {
        Files.write(folder.resolve(name + ".elf"), ElfWriter.write(kernel.elf()));
        Files.writeString(folder.resolve(name + ".txt"), kernel.report().text());
    }
}
