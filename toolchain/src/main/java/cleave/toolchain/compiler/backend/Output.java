package cleave.toolchain.compiler.backend;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.asm.SectionKind;
import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.elf.ElfSymbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the code of a program's functions has in common: the assembler, the labels of symbols, the
 * sites of panics. Also writes what is no function: data objects, tables, the panic routines.
 */
public final class Output {
    /** Writes one function. */
    interface FunctionWriter {
        FunctionCode write(Function function, Output output);
    }

    private final Program program;
    private final Assembler assembler;
    private final SourceOrigins origins;
    private final PanicTables panics;
    private final Map<Symbol, Label> labels = new HashMap<>();

    private Output(Program program, Assembler assembler, SourceOrigins origins) {
        this.program = program;
        this.assembler = assembler;
        this.origins = origins;
        this.panics = new PanicTables(assembler);
    }

    /** Writes the whole program, its functions by {@code writer}. */
    static BackEnd.Code write(Program program, Assembler assembler, SourceOrigins origins,
            FunctionWriter writer) {
        Output output = new Output(program, assembler, origins);
        List<FunctionCode> codes = new ArrayList<>();
        for (Function function : program.functions()) {
            output.openSectionOf(function);
            codes.add(writer.write(function, output));
            assembler.end();
        }
        origins.at(null);
        assembler.text();
        List<Routine> routines = PanicRoutines.write(assembler, program.panicHandler(),
                output.panics);
        output.panics.writeTables();
        program.data().forEach(output::write);
        assembler.text();
        return new BackEnd.Code(codes, routines);
    }

    /** Goes on in the section that has the function's code. */
    void openSectionOf(Function function) {
        String section = function.attributes().section();
        if (section == null) {
            assembler.text();
        } else {
            assembler.section(section, SectionKind.TEXT);
        }
    }

    public Assembler assembler() {
        return assembler;
    }

    public SourceOrigins origins() {
        return origins;
    }

    public PanicTables panics() {
        return panics;
    }

    /** The label of a function, a data object or an assembly routine. */
    public Label label(Symbol symbol) {
        return labels.computeIfAbsent(symbol, this::makeLabel);
    }

    private Label makeLabel(Symbol symbol) {
        DataObject object = program.data(symbol);
        if (object == null || !object.local()) {
            return assembler.label(symbol.name());
        }
        return isNamed(object) ? assembler.label(symbol.name(), ElfSymbol.Binding.LOCAL)
                : assembler.local(symbol.name());
    }

    // ---- data ----

    /** Whether debuggers know it by its symbol; literals have none. */
    private static boolean isNamed(DataObject object) {
        return !object.local() || object.type() != null;
    }

    private void write(DataObject object) {
        boolean blank = object.section().equals(SectionKind.BSS.defaultName())
                || object.section().startsWith(SectionKind.BSS.defaultName() + ".");
        assembler.section(object.section(), blank ? SectionKind.BSS
                : object.section().startsWith(SectionKind.RODATA.defaultName())
                        ? SectionKind.RODATA : SectionKind.DATA);
        assembler.align(object.alignment());
        write(object, 0, object.start(), blank);
        Label label = label(object.symbol());
        if (isNamed(object)) {
            assembler.object(label.name());
        } else {
            assembler.bind(label);
        }
        write(object, object.start(), object.bytes().length, blank);
        assembler.end();
    }

    /** Writes bytes {@code from} to {@code to}. */
    private void write(DataObject object, int from, int to, boolean blank) {
        if (blank) {
            assembler.space(to - from);
            return;
        }
        int at = from;
        for (Map.Entry<Integer, SymbolAddress> pointer
                : object.pointers().subMap(from, to).entrySet()) {
            writePlain(object.bytes(), at, pointer.getKey());
            SymbolAddress target = pointer.getValue();
            assembler.word(label(target.symbol()), target.offset());
            at = pointer.getKey() + Integer.BYTES;
        }
        writePlain(object.bytes(), at, to);
    }

    private void writePlain(byte[] bytes, int from, int to) {
        if (to > from) {
            assembler.bytes(java.util.Arrays.copyOfRange(bytes, from, to));
        }
    }
}
