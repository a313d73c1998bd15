package cleave.toolchain.compiler.door;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Assembly;
import cleave.toolchain.asm.Placement;
import cleave.toolchain.compiler.BuildReport;
import cleave.toolchain.compiler.ClassSource;
import cleave.toolchain.compiler.Compilation;
import cleave.toolchain.compiler.Compiler;
import cleave.toolchain.compiler.CompilerOptions;
import cleave.toolchain.compiler.CompilerOptions.BackEndChoice;
import cleave.toolchain.compiler.backend.BackEnd;
import cleave.toolchain.compiler.backend.NaiveBackEnd;
import cleave.toolchain.compiler.backend.OptimisingBackEnd;
import cleave.toolchain.compiler.backend.Routine;
import cleave.toolchain.compiler.backend.SourceOrigins;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.elf.ElfWriter;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * A program compiled and at its addresses.
 *
 * @param program  as the back end was given it
 * @param assembly its code and data
 */
public record Executable(Program program, Assembly assembly, BuildReport report) {
    private static final String ENTRY = "_start";
    /** Sections have pages of their own, which an operating system can protect. */
    private static final int PAGE = 4096;

    /**
     * A program that can be started: what the main method of {@code mainClass} needs, with the
     * beginning that its kind has, and debugging information.
     *
     * @param mainClass  internal name
     * @param compressed whether instructions of 16 bits are used
     * @param sourceRoot the folder where the debugger finds the sources' packages; null for no
     *                   debugging information
     */
    public static Executable build(ClassSource classes, CompilerOptions options, String mainClass,
            ProgramKind kind, boolean compressed, String sourceRoot) {
        return build(classes, options, kind.base(), compressed,
                (program, assembler) -> kind.writeStart(assembler,
                        MainMethod.of(program, mainClass, kind)),
                (compilation, out) -> sourceRoot == null
                        ? compilation.emit(out.backEnd(), out.assembler())
                        : compilation.emit(out.backEnd(), out.assembler(), mainClass, sourceRoot,
                                out.routines()));
    }

    /** The same with code of one's own in place of a beginning, and nothing for debuggers. */
    public static Executable build(ClassSource classes, CompilerOptions options, int base,
            boolean compressed, BiConsumer<Program, Assembler> start) {
        return build(classes, options, base, compressed,
                (program, assembler) -> {
                    start.accept(program, assembler);
                    return List.of();
                },
                (compilation, out) -> compilation.emit(out.backEnd(), out.assembler()));
    }

    /** Where a compilation goes. */
    private record Output(BackEnd backEnd, Assembler assembler, List<Routine> routines) {
    }

    private static Executable build(ClassSource classes, CompilerOptions options, int base,
            boolean compressed, BiFunction<Program, Assembler, List<Routine>> start,
            BiFunction<Compilation, Output, BuildReport> emitter) {
        Compilation compilation = Compiler.compile(classes, options);
        SourceOrigins origins = new SourceOrigins();
        Assembler assembler = new Assembler(origins).compressed(compressed);
        List<Routine> routines = start.apply(compilation.program(), assembler);
        BackEnd backEnd = options.backEnd() == BackEndChoice.NAIVE ? new NaiveBackEnd(origins)
                : new OptimisingBackEnd(origins);
        BuildReport report = emitter.apply(compilation,
                new Output(backEnd, assembler, routines));
        return new Executable(compilation.program(),
                assembler.assemble(Placement.at(base).alignSectionsTo(PAGE)), report);
    }

    /** The ELF file. */
    public byte[] elf() {
        return elf(ENTRY);
    }

    /** The ELF file, entered at that label. */
    public byte[] elf(String entry) {
        return ElfWriter.write(assembly.toElf(entry));
    }

    /** What the back end was given, in words. */
    public String ir() {
        return program.functions().stream().map(Function::toString)
                .collect(Collectors.joining("\n"));
    }
}
