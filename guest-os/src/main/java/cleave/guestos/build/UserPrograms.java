package cleave.guestos.build;

import cleave.guestos.libc.StartRoutine;
import cleave.toolchain.compiler.ClassSource;
import cleave.toolchain.compiler.CompilerOptions;
import cleave.toolchain.compiler.door.Executable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles the programs of {@link UserProgram} to Linux executables for riscv32. One that exists is
 * left alone when neither the compiler nor any class it was made of has changed: what it was made
 * of stands beside it, in {@code NAME.made-of}.
 */
public final class UserPrograms {
    /** The lowest address, as other linkers have it. */
    private static final int BASE = 0x1_0000;
    /** What every program begins with and may panic and allocate by. */
    private static final List<String> LIBRARY = List.of("cleave/guestos/libc/Program",
            "cleave/guestos/libc/Abortion", "cleave/guestos/libc/Heap");

    private UserPrograms() {
    }

    /** The argument is the folder to write to. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("one argument: the folder to write to");
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        ClassSource classes = ClassSource.of(UserPrograms.class.getClassLoader());
        String compiler = Ingredients.ofCompiler();
        List<Workers.Work> work = new ArrayList<>();
        for (UserProgram program : UserProgram.values()) {
            work.add(() -> make(program, folder, compiler, classes));
        }
        Workers.run(work);
    }

    private static void make(UserProgram program, Path folder, String compiler,
            ClassSource classes) throws IOException {
        Path madeOf = folder.resolve(program.fileName() + ".made-of");
        Path elf = folder.resolve(program.fileName() + ".elf");
        if (Files.exists(elf) && Ingredients.unchanged(madeOf, compiler, classes)) {
            return;
        }
        Files.deleteIfExists(madeOf);
        Ingredients ingredients = new Ingredients(compiler, classes);
        Files.write(elf, program == UserProgram.BENCH_TINY
                ? compileAlone(program.mainClass(), ingredients)
                : compile(program.mainClass(), ingredients));
        elf.toFile().setExecutable(true);
        Files.writeString(madeOf, ingredients.toString());
    }

    /** The executable of a class that has an entry point {@code _start}, and nothing around it. */
    private static byte[] compileAlone(String mainClass, ClassSource classes) {
        return Executable.build(classes, CompilerOptions.of(mainClass), BASE, true,
                (program, assembler) -> { }).elf();
    }

    /** The executable of a class with {@code static int main(int, Address)}. */
    public static byte[] compile(String mainClass, ClassSource classes) {
        String[] roots = new String[LIBRARY.size() + 1];
        roots[0] = mainClass;
        for (int i = 0; i < LIBRARY.size(); i++) {
            roots[i + 1] = LIBRARY.get(i);
        }
        return Executable.build(classes, CompilerOptions.of(roots), BASE, true,
                (program, assembler) -> StartRoutine.write(program, assembler, mainClass)).elf();
    }
}
