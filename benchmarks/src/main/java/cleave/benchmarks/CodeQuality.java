package cleave.benchmarks;

import cleave.toolchain.compiler.ClassSource;
import cleave.toolchain.compiler.CompileException;
import cleave.toolchain.compiler.CompilerOptions;
import cleave.toolchain.compiler.CompilerOptions.BackEndChoice;
import cleave.toolchain.compiler.JavaSource;
import cleave.toolchain.compiler.door.Executable;
import cleave.toolchain.compiler.door.ProgramKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The code of our compiler beside GCC's, in instructions retired and bytes: what {@code
 * benchmarks/code-quality} runs. Arguments: {@code src/guest/kernels}, a folder for the programs,
 * and {@code --naive} for the naive back end. Prints a table; fails when a kernel gives another
 * result in Java than in C.
 */
public final class CodeQuality {
    private static final List<String> GCC = List.of("riscv64-unknown-elf-gcc", "-O2",
            "-march=rv32imac", "-mabi=ilp32", "-Wall", "-Wextra", "-Werror", "-ffreestanding",
            "-fno-tree-loop-distribute-patterns", "-nostdlib", "-Wl,-e,run");

    private final Path sources;
    private final Path output;
    private final boolean naive;

    private CodeQuality(Path sources, Path output, boolean naive) {
        this.sources = sources;
        this.output = output;
        this.naive = naive;
    }

    /** A kernel in both languages. */
    private record Row(Kernel kernel, KernelRun ours, KernelRun gcc) {
        double ratio() {
            return (double) ours.instructions() / gcc.instructions();
        }

        double sizeRatio() {
            return (double) ours.bytes() / gcc.bytes();
        }

        @Override
        public String toString() {
            return String.format("| %s | %,d | %,d | %.2f | %,d | %,d | %.2f |", kernel.title(),
                    ours.instructions(), gcc.instructions(), ratio(), ours.bytes(), gcc.bytes(),
                    sizeRatio());
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean naive = arguments.length > 2 && arguments[2].equals("--naive");
        Path output = Files.createDirectories(Path.of(arguments[1]));
        new CodeQuality(Path.of(arguments[0]), output, naive).print();
    }

    private void print() throws IOException, InterruptedException {
        System.out.println("| kernel | ours, instr. | GCC | ratio | ours, bytes | GCC | ratio |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|");
        List<Row> rows = new ArrayList<>();
        for (Kernel kernel : Kernel.values()) {
            KernelRun gcc = KernelRun.of(compileC(kernel), kernel.rounds(),
                    name -> !name.startsWith("__"));
            KernelRun ours;
            try {
                ours = KernelRun.of(compileJava(kernel), kernel.rounds(), name ->
                        name.equals("run") || name.startsWith(kernel.className() + "."));
            } catch (CompileException refused) {
                System.out.println("| " + kernel.title() + " | refused: "
                        + refused.violations().get(0) + " |");
                continue;
            }
            Row row = new Row(kernel, ours, gcc);
            if (ours.result() != gcc.result()) {
                throw new IllegalStateException(String.format(
                        "%s gives 0x%08x in Java, 0x%08x in C",
                        kernel.title(), ours.result(), gcc.result()));
            }
            rows.add(row);
            System.out.println(row);
        }
        System.out.printf("| **geometric mean of %d** | | | **%.2f** | | | **%.2f** |%n",
                rows.size(),
                mean(rows.stream().mapToDouble(Row::ratio).toArray()),
                mean(rows.stream().mapToDouble(Row::sizeRatio).toArray()));
    }

    private static double mean(double[] ratios) {
        double logarithms = 0;
        for (double ratio : ratios) {
            logarithms += Math.log(ratio);
        }
        return Math.exp(logarithms / ratios.length);
    }

    private Path compileC(Kernel kernel) throws IOException, InterruptedException {
        Path elf = output.resolve(kernel.className() + "-gcc.elf");
        List<String> command = new ArrayList<>(GCC);
        command.addAll(List.of("-T", sources.resolve("../guest.ld").toString(),
                sources.resolve(kernel.cFile()).toString(), "-lgcc", "-o", elf.toString()));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("GCC cannot compile " + kernel.cFile());
        }
        return elf;
    }

    private Path compileJava(Kernel kernel) throws IOException {
        CompilerOptions options = CompilerOptions.of("kernels/" + kernel.className());
        if (naive) {
            options = options.withOptimise(false).withBackEnd(BackEndChoice.NAIVE);
        }
        ClassSource classes = ClassSource.first(List.of(
                ClassSource.of(new JavaSource().add(
                        sources.resolve(kernel.className() + ".java")).compile()),
                ClassSource.of(CodeQuality.class.getClassLoader())));
        Executable executable = Executable.build(classes, options, ProgramKind.BARE.base(), true,
                (program, assembler) -> { });
        Files.writeString(output.resolve(kernel.className() + ".lst"),
                executable.assembly().listing(), StandardCharsets.UTF_8);
        Files.writeString(output.resolve(kernel.className() + ".ir"), executable.ir(),
                StandardCharsets.UTF_8);
        return Files.write(output.resolve(kernel.className() + ".elf"), executable.elf("run"));
    }
}
