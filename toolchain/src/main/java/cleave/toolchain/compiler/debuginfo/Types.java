package cleave.toolchain.compiler.debuginfo;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.StructLayout;
import java.util.HashMap;
import java.util.Map;

/**
 * The entries of types, made when first asked for by descriptor. A reference to a struct is a
 * pointer to it, one to an array a pointer to element 0, a word an unsigned int with a name;
 * strings are pointers to characters, which is what they are in memory.
 */
final class Types {
    private static final int BOOLEAN = 0x02;
    private static final int SIGNED = 0x05;
    private static final int SIGNED_CHAR = 0x06;
    private static final int UNSIGNED = 0x07;
    private static final int UTF = 0x10;

    private final Assembler out;
    private final Program program;
    private final Entry unit;
    private final Map<String, Entry> types = new HashMap<>();
    private final Map<String, Entry> structs = new HashMap<>();

    Types(Assembler out, Program program, Entry unit) {
        this.out = out;
        this.program = program;
        this.unit = unit;
    }

    /** The type of a variable of that descriptor. */
    Entry of(String descriptor) {
        Entry known = types.get(descriptor);
        if (known == null) {
            known = make(descriptor);
            types.put(descriptor, known);
        }
        return known;
    }

    private Entry make(String descriptor) {
        return switch (descriptor.charAt(0)) {
            case 'Z' -> base("boolean", 1, BOOLEAN);
            case 'B' -> base("byte", 1, SIGNED);
            case 'S' -> base("short", 2, SIGNED);
            case 'C' -> base("char", 2, UTF);
            case 'I' -> base("int", 4, SIGNED);
            case 'J' -> base("long", 8, SIGNED);
            case '[' -> pointer(of(descriptor.substring(1)));
            default -> reference(descriptor.substring(1, descriptor.length() - 1));
        };
    }

    private Entry reference(String className) {
        if (className.equals("java/lang/String")) {
            return pointer(base("character", 1, SIGNED_CHAR));
        }
        Program.ReferenceKind kind = program.references().get(className);
        if (kind == null) {
            kind = program.structs().containsKey(className) ? Program.ReferenceKind.STRUCT
                    : Program.ReferenceKind.WORD;
        }
        return switch (kind) {
            case STRUCT, ENUM -> pointer(struct(className));
            case FUNCTION -> typedef(className, pointer(unit.add(new Entry(out,
                    Tag.SUBROUTINE_TYPE))));
            case WORD -> typedef(className, bits());
        };
    }

    private Entry bits() {
        return types.computeIfAbsent("unsigned int", name -> base(name, 4, UNSIGNED));
    }

    private Entry base(String name, int size, int encoding) {
        return unit.add(new Entry(out, Tag.BASE_TYPE)).text(Attribute.NAME, name)
                .number(Attribute.BYTE_SIZE, size).number(Attribute.ENCODING, encoding);
    }

    private Entry pointer(Entry target) {
        return unit.add(new Entry(out, Tag.POINTER_TYPE))
                .number(Attribute.BYTE_SIZE, Integer.BYTES)
                .reference(Attribute.TYPE, target);
    }

    private Entry typedef(String className, Entry target) {
        return unit.add(new Entry(out, Tag.TYPEDEF)).text(Attribute.NAME, simpleName(className))
                .reference(Attribute.TYPE, target);
    }

    /** {@code count} elements in place. */
    Entry array(Entry element, int count) {
        Entry array = unit.add(new Entry(out, Tag.ARRAY_TYPE))
                .reference(Attribute.TYPE, element);
        array.add(new Entry(out, Tag.SUBRANGE_TYPE)).number(Attribute.COUNT, count);
        return array;
    }

    /** The struct itself; one of which no layout is known is only declared. */
    Entry struct(String className) {
        Entry known = structs.get(className);
        if (known != null) {
            return known;
        }
        Entry entry = unit.add(new Entry(out, Tag.STRUCTURE_TYPE));
        structs.put(className, entry);
        StructLayout layout = program.structs().get(className);
        if (layout == null) {
            return entry.text(Attribute.NAME, simpleName(className)).flag(Attribute.DECLARATION);
        }
        entry.text(Attribute.NAME, simpleName(className))
                .number(Attribute.BYTE_SIZE, layout.size());
        for (StructLayout.Field field : layout.fields()) {
            entry.add(new Entry(out, Tag.MEMBER)).text(Attribute.NAME, field.name())
                    .reference(Attribute.TYPE, fieldType(field))
                    .number(Attribute.DATA_MEMBER_LOCATION, field.offset());
        }
        return entry;
    }

    private Entry fieldType(StructLayout.Field field) {
        String descriptor = field.descriptor();
        if (field.count() > 0) {
            String element = descriptor.substring(1);
            return array(field.embedded() ? struct(className(element)) : of(element),
                    field.count());
        }
        return field.embedded() ? struct(className(descriptor)) : of(descriptor);
    }

    private static String className(String descriptor) {
        return descriptor.substring(1, descriptor.length() - 1);
    }

    /** {@code cleave/kernel/Proc$State} as {@code Proc$State}. */
    static String simpleName(String className) {
        return className.substring(className.lastIndexOf('/') + 1);
    }
}
