package cleave.toolchain.compiler.debuginfo;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.asm.SectionKind;
import cleave.toolchain.compiler.backend.FunctionCode;
import cleave.toolchain.compiler.backend.Routine;
import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Program;
import java.util.List;

/**
 * Writes the debugging information of a program into the assembler that has its code: one unit with
 * functions, inlined copies, parameters and locals where they live, structs, and static fields; the
 * line table; and how to walk the stack.
 *
 * <p>The language is given as C++, which has classes, members and namespaces as Java has: GDB shows
 * the Java source and {@code Fork.copy}, and reads {@code Fork::copy}, {@code proc->pid} and {@code
 * Fork::count}.
 */
public final class DebugInfo {
    private static final int VERSION = 4;
    private static final int C_PLUS_PLUS = 0x04;

    private final Assembler out;
    private final Program program;
    private final List<FunctionCode> functions;
    private final Sources sources = new Sources();

    private DebugInfo(Assembler out, Program program, List<FunctionCode> functions) {
        this.out = out;
        this.program = program;
        this.functions = functions;
    }

    /**
     * Appends the {@code .debug_*} sections.
     *
     * @param name      of the program, for the debugger
     * @param directory to which the paths of sources are relative; may be empty
     * @param routines  routines in assembly through which the stack can be walked
     */
    public static void write(Assembler out, Program program, List<FunctionCode> functions,
            List<Routine> routines, String name, String directory) {
        DebugInfo writer = new DebugInfo(out, program, functions);
        writer.information(name, directory);
        new LineProgram(out, writer.sources).write(functions);
        FrameProgram frames = new FrameProgram(out);
        functions.forEach(function -> frames.routine(Routine.of(function)));
        routines.forEach(frames::routine);
    }

    private void information(String name, String directory) {
        Ranges ranges = new Ranges(out);
        Entry unit = new Entry(out, Tag.COMPILE_UNIT).text(Attribute.PRODUCER, "Cleave")
                .number(Attribute.LANGUAGE, C_PLUS_PLUS).text(Attribute.NAME, name)
                .text(Attribute.COMP_DIR, directory)
                .number(Attribute.STMT_LIST, 0).number(Attribute.LOW_PC, 0);
        Types types = new Types(out, program, unit);
        Functions entries = new Functions(out, unit, types, sources, ranges);
        functions.forEach(entries::add);
        program.data().forEach(object -> staticField(object, types, entries));
        ranges.attach(unit, Functions.all(functions));
        write(unit);
        ranges.write();
    }

    /** A static field; an array that a field holds shows its elements. */
    private void staticField(DataObject object, Types types, Functions entries) {
        if (object.type() == null) {
            return;
        }
        String type = object.type();
        boolean array = object.start() > 0;
        Entry entry = entries.variable(object.symbol().name())
                .expression(Attribute.LOCATION, Expression.at(out.label(object.symbol().name())))
                .flag(Attribute.EXTERNAL);
        if (array) {
            int size = elementSize(type.charAt(1));
            entry.reference(Attribute.TYPE, types.array(types.of(type.substring(1)),
                    (object.bytes().length - object.start()) / size));
        } else {
            entry.reference(Attribute.TYPE, types.of(type));
        }
    }

    private static int elementSize(char descriptor) {
        return switch (descriptor) {
            case 'Z', 'B' -> 1;
            case 'S', 'C' -> 2;
            case 'J' -> 8;
            default -> 4;
        };
    }

    private void write(Entry unit) {
        Abbreviations abbreviations = new Abbreviations();
        out.section(".debug_info", SectionKind.DEBUG);
        Label start = out.here("unit");
        Label behindLength = out.local("behind length");
        Label end = out.local("unit end");
        out.distance(behindLength, end);
        out.bind(behindLength);
        out.half(VERSION);
        out.word(0);
        out.bytes(Integer.BYTES);
        unit.write(out, start, abbreviations);
        out.bind(end);
        out.section(".debug_abbrev", SectionKind.DEBUG);
        abbreviations.write(out);
    }
}
