package cleave.toolchain.compiler.backend;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.LocalVariable;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Notes, while a function is written, what {@link FunctionCode} says of it. */
final class CodeRecorder {
    private final Function function;
    private final Assembler assembler;
    private final SourceOrigins origins;
    private final Label start;
    private final List<FunctionCode.Line> lines = new ArrayList<>();
    private final List<FunctionCode.Frame> frame = new ArrayList<>();
    private final List<FunctionCode.Variable> variables = new ArrayList<>();
    private Position position;

    /** Begins the function here. */
    CodeRecorder(Function function, Output output) {
        this.function = function;
        this.assembler = output.assembler();
        this.origins = output.origins();
        origins.at(function.position());
        this.start = assembler.function(function.symbol().name());
        line(function.position());
        frame(0, Map.of());
    }

    /** What follows belongs to {@code next}; null changes nothing. */
    void line(Position next) {
        if (next == null || next.equals(position)) {
            return;
        }
        origins.at(next);
        boolean statement = position == null || position.line() != next.line()
                || !position.source().equals(next.source());
        lines.add(new FunctionCode.Line(assembler.here("line"), next, statement));
        position = next;
    }

    /** From here on the caller's sp is {@code offset} above sp; its registers are saved there. */
    void frame(int offset, Map<Register, Integer> saved) {
        Map<Register, Integer> copy = saved.isEmpty() ? Map.of() : new EnumMap<>(saved);
        frame.add(new FunctionCode.Frame(assembler.here("frame"), Register.SP, offset, copy));
    }

    void variable(LocalVariable variable, Label from, Label to, List<FunctionCode.Place> words) {
        variables.add(new FunctionCode.Variable(variable, from, to, words));
    }

    /** Ends the function here. */
    FunctionCode end() {
        Label end = assembler.here("end");
        return new FunctionCode(function, start, end, List.copyOf(lines), List.copyOf(frame),
                List.copyOf(variables));
    }
}
