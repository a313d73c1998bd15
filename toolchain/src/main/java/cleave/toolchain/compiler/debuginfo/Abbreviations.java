package cleave.toolchain.compiler.debuginfo;

import cleave.toolchain.asm.Assembler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shapes of entries, each written once (section 7.5.3). */
final class Abbreviations {
    private final Map<Shape, Integer> codes = new LinkedHashMap<>();

    private record Shape(Tag tag, List<Attribute> attributes, boolean hasChildren) {
    }

    /** The code of that shape, from 1. */
    int code(Tag tag, List<Attribute> attributes, boolean hasChildren) {
        Shape shape = new Shape(tag, attributes, hasChildren);
        Integer code = codes.get(shape);
        if (code == null) {
            code = codes.size() + 1;
            codes.put(shape, code);
        }
        return code;
    }

    /** The contents of {@code .debug_abbrev}. */
    void write(Assembler out) {
        codes.forEach((shape, code) -> {
            out.uleb128(code);
            out.uleb128(shape.tag.code);
            out.bytes(shape.hasChildren ? 1 : 0);
            for (Attribute attribute : shape.attributes) {
                out.uleb128(attribute.code);
                out.uleb128(attribute.form.code);
            }
            out.bytes(0, 0);
        });
        out.bytes(0);
    }
}
