package cleave.guestos.kernel;

import cleave.magic.HostedOnly;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.compiler.backend.FunctionCode;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.List;

/** The table of functions by which the kernel names its own calls: made by the build. */
public final class BacktraceTable {
    /** Bytes of an entry, and its words: address, bytes of code, bytes of frame. */
    static final int ENTRY = 20;
    static final int START = 0;
    static final int LENGTH = 4;
    static final int SIZE = 8;
    /** Where the return address is from the stack pointer; -1 if it is not saved. */
    static final int RETURN = 12;
    /** The address of the name. */
    static final int NAME = 16;

    private BacktraceTable() {
    }

    /** Writes the table of compiled functions, which are in ascending order. */
    @HostedOnly
    public static void assemble(Assembler a, List<FunctionCode> functions) {
        a.text();
        a.function("backtrace_table");
        a.la(Register.A0, "backtrace_entries");
        a.ret();
        a.end();
        a.rodata();
        a.align(Integer.BYTES);
        a.bind("backtrace_entries");
        a.word(functions.size());
        List<Label> names = new ArrayList<>();
        for (FunctionCode function : functions) {
            Label name = a.local("name");
            names.add(name);
            a.word(function.start());
            a.distance(function.start(), function.end());
            a.word(function.frameSize(), savedReturn(function));
            a.word(name);
        }
        for (int i = 0; i < names.size(); i++) {
            a.bind(names.get(i));
            a.asciz(functions.get(i).function().symbol().name());
        }
        a.text();
    }

    private static int savedReturn(FunctionCode code) {
        return code.frame().stream().map(row -> row.saved().get(Register.RA))
                .filter(offset -> offset != null).findFirst()
                .map(offset -> code.frameSize() + offset).orElse(-1);
    }
}
