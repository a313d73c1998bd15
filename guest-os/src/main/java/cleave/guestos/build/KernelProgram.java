package cleave.guestos.build;

import cleave.guestos.kernel.BacktraceTable;
import cleave.guestos.kernel.boot.StartRoutines;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.memory.PageRoutines;
import cleave.guestos.kernel.memory.TrampolineCode;
import cleave.guestos.kernel.memory.UserRoutines;
import cleave.guestos.kernel.process.ContextRoutines;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.trap.FrameLayout;
import cleave.guestos.kernel.trap.TrapRoutines;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Assembly;
import cleave.toolchain.asm.Placement;
import cleave.toolchain.compiler.BuildReport;
import cleave.toolchain.compiler.ClassSource;
import cleave.toolchain.compiler.Compilation;
import cleave.toolchain.compiler.Compiler;
import cleave.toolchain.compiler.CompilerOptions;
import cleave.toolchain.compiler.backend.OptimisingBackEnd;
import cleave.toolchain.compiler.backend.Routine;
import cleave.toolchain.compiler.backend.SourceOrigins;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.elf.ElfImage;
import cleave.toolchain.elf.ElfSection;
import cleave.toolchain.linux.ProcessNote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Builds the kernel: all its entry points in Java, and its routines in assembly. */
final class KernelProgram {
    /** Where Linux is loaded, too: the second megapage of RAM. */
    private static final int LOAD_ADDRESS = DirectMap.RAM + 0x40_0000;
    private static final int PAGE = 4096;
    private static final String KERNEL = "cleave/guestos/kernel";
    /** Annotations of methods from which the compiler begins. */
    private static final List<String> ROOTS = List.of("Lcleave/magic/EntryPoint;",
            "Lcleave/magic/PanicHandler;", "Lcleave/magic/Allocator;");

    private final Assembly assembly;
    private final BuildReport report;
    private final ProcessNote processes;

    private KernelProgram(Assembly assembly, BuildReport report, ProcessNote processes) {
        this.assembly = assembly;
        this.report = report;
        this.processes = processes;
    }

    /**
     * Compiles it.
     *
     * @param classes the folder of class files
     * @param checked whether assertions and what they check are compiled
     */
    static KernelProgram build(Path classes, boolean checked, String sourceRoot)
            throws IOException {
        CompilerOptions options = CompilerOptions.of(roots(classes).toArray(String[]::new))
                .withAssertions(checked);
        Compilation compilation = Compiler.compile(ClassSource.of(classes), options);
        SourceOrigins origins = new SourceOrigins();
        Assembler assembler = new Assembler(origins);
        List<Routine> traps = routines(assembler, compilation.program());
        BuildReport report = compilation.emit(new OptimisingBackEnd(origins), assembler, "kernel",
                sourceRoot, traps);
        BacktraceTable.assemble(assembler, report.code());
        Assembly assembly = assembler.assemble(Placement.at(LOAD_ADDRESS + DirectMap.OFFSET)
                .alignSectionsTo(PAGE));
        return new KernelProgram(assembly, report, processes(compilation.program()));
    }

    /** What a debugger outside finds the name of a process by. */
    private static ProcessNote processes(Program program) {
        FrameLayout.Fields process = FrameLayout.fields(program,
                "cleave/guestos/kernel/process/Process");
        return new ProcessNote(process.offset("pid"), process.offset("name"), Process.NAME_SIZE);
    }

    /** Writes what is not Java, and tells what a debugger must know of it. */
    private static List<Routine> routines(Assembler assembler, Program program) {
        StartRoutines.assemble(assembler);
        List<Routine> traps = TrapRoutines.assemble(assembler, program);
        ContextRoutines.assemble(assembler, program);
        PageRoutines.assemble(assembler);
        UserRoutines.assemble(assembler);
        TrampolineCode.assemble(assembler);
        return traps;
    }

    /** The classes of the kernel with methods that something outside compiled Java calls. */
    private static List<String> roots(Path classes) throws IOException {
        List<String> roots = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes.resolve(KERNEL))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                // The names of annotations lie in a class file as they are.
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (ROOTS.stream().anyMatch(bytes::contains)) {
                    String name = classes.relativize(file).toString().replace('\\', '/');
                    roots.add(name.substring(0, name.length() - ".class".length()));
                }
            }
        }
        return roots;
    }

    /** The ELF file: it is loaded below where it runs. */
    ElfImage elf() {
        ElfImage image = assembly.toElf(StartRoutines.ENTRY);
        List<ElfSection> sections = new ArrayList<>();
        for (ElfSection section : image.sections()) {
            sections.add(section.address() == 0 ? section
                    : section.loadedAt(section.address() - DirectMap.OFFSET));
        }
        sections.add(ElfSection.notes(".note.cleave", List.of(processes.note())));
        return new ElfImage(image.entry(), image.flags(), sections, image.symbols());
    }

    Assembly assembly() {
        return assembly;
    }

    BuildReport report() {
        return report;
    }
}
