package cleave.tests.compiler;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.ClassSource;
import cleave.toolchain.compiler.JavaSource;
import cleave.toolchain.compiler.door.Executable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs in one bare-metal image, which runs one after the other and prints their outcomes. */
final class Batch {
    static final int BASE = 0x8000_0000;

    /** What the assembly of {@link BatchRunner} cannot say: how a panic reaches it. */
    private static final String HANDLER = """
            import cleave.magic.*;

            final class Report {
                @PanicHandler
                static void panic(PanicSite site) {
                    tell(site.message, site.line, site.indexed, site.index, site.length);
                }

                @Symbol("runner_panic")
                private static native void tell(Address message, int line, int indexed, int index,
                        int length);
            }
            """;

    private final List<SubsetProgram> programs;
    private final ClassSource classes;

    Batch(List<SubsetProgram> programs) {
        this.programs = programs;
        JavaSource sources = new JavaSource().add("Report.java", HANDLER);
        programs.forEach(program -> sources.add(program.file(), program.source()));
        Map<String, byte[]> files = sources.compile();
        classes = ClassSource.first(List.of(ClassSource.of(files),
                ClassSource.of(Batch.class.getClassLoader())));
    }

    Executable compile(Variant variant) {
        List<String> roots = new ArrayList<>(List.of("Report"));
        programs.forEach(program -> roots.add(program.name()));
        return Executable.build(classes, variant.options(roots.toArray(String[]::new)), BASE,
                variant.compressed(), (program, assembler) -> start(assembler));
    }

    private void start(Assembler assembler) {
        new BatchRunner(assembler).write(programs.stream().map(SubsetProgram::name).toList());
    }
}
