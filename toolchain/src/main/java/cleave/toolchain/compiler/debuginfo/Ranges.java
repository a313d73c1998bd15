package cleave.toolchain.compiler.debuginfo;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.asm.SectionKind;
import cleave.toolchain.compiler.backend.FunctionCode.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * The lists that entries refer to: {@code .debug_ranges} (section 2.17.3) and {@code .debug_loc}
 * (section 2.6.2). The unit's base address is 0, so that both hold plain addresses.
 */
final class Ranges {
    private final Assembler out;
    private final Label ranges;
    private final Label locations;
    private final List<Runnable> pendingRanges = new ArrayList<>();
    private final List<Runnable> pendingLocations = new ArrayList<>();

    /** From {@code from} up to {@code to}. */
    record Range(Label from, Label to) {
    }

    Ranges(Assembler out) {
        this.out = out;
        ranges = out.local("ranges");
        locations = out.local("locations");
    }

    void attach(Entry entry, List<Range> list) {
        Label start = out.local("range list");
        entry.distance(Attribute.RANGES, ranges, start);
        pendingRanges.add(() -> {
            out.bind(start);
            for (Range range : list) {
                out.word(range.from);
                out.word(range.to);
            }
            out.word(0, 0);
        });
    }

    void attachPlaces(Entry entry, List<Variable> places) {
        Label start = out.local("location list");
        entry.distance(Attribute.LOCATION_LIST, locations, start);
        pendingLocations.add(() -> {
            out.bind(start);
            for (Variable place : places) {
                Expression expression = Expression.of(place.words());
                out.word(place.from());
                out.word(place.to());
                out.half(expression.size());
                expression.write(out);
            }
            out.word(0, 0);
        });
    }

    void write() {
        out.section(".debug_ranges", SectionKind.DEBUG);
        out.bind(ranges);
        pendingRanges.forEach(Runnable::run);
        out.section(".debug_loc", SectionKind.DEBUG);
        out.bind(locations);
        pendingLocations.forEach(Runnable::run);
    }
}
