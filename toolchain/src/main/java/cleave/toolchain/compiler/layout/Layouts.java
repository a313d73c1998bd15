package cleave.toolchain.compiler.layout;

import cleave.toolchain.compiler.Violation;
import cleave.toolchain.compiler.ir.StructLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/**
 * Lays structs out as a C compiler for ilp32 does (RISC-V ELF psABI, "C type sizes and
 * alignments"): fields in the order of the class file, each aligned to its size, {@code long} to 8;
 * embedded structs and inline arrays in place. Collects what is wrong with a struct, the assertions
 * {@code @Offset} and {@code @Size} included, and still gives a layout, so that one run finds all.
 */
public final class Layouts {
    private static final int POINTER = 4;

    private final ClassLookup classes;
    private final ClassKinds kinds;
    private final Map<String, StructLayout> layouts = new HashMap<>();
    private final Set<String> underway = new LinkedHashSet<>();
    private final List<Violation> problems = new ArrayList<>();

    public Layouts(ClassLookup classes, ClassKinds kinds) {
        this.classes = classes;
        this.kinds = kinds;
    }

    /** What was wrong with the structs laid out so far. */
    public List<Violation> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** The layout of a struct class, which must be found by the lookup. */
    public StructLayout of(String internalName) {
        StructLayout known = layouts.get(internalName);
        if (known == null) {
            ClassNode node = classes.find(internalName);
            if (node == null || kinds.of(internalName) != ClassKind.STRUCT) {
                throw new IllegalArgumentException("no struct: " + internalName);
            }
            underway.add(internalName);
            known = new Builder(node).build();
            underway.remove(internalName);
            layouts.put(internalName, known);
        }
        return known;
    }

    /** Bytes of an element of an array in memory, or of a field that is not in place. */
    public static int sizeOf(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN, Type.BYTE -> 1;
            case Type.SHORT, Type.CHAR -> 2;
            case Type.LONG, Type.DOUBLE -> 8;
            default -> POINTER;
        };
    }

    /** Rounds up to a multiple of {@code alignment}, a power of two. */
    private static long align(long offset, int alignment) {
        return (offset + alignment - 1) & -(long) alignment;
    }

    /** Room for a field: the bytes, and where they may begin. */
    private record Room(long size, int alignment, boolean embedded, int count) {
    }

    private final class Builder {
        private final ClassNode node;
        private final List<StructLayout.Field> fields = new ArrayList<>();
        private long end;
        private int alignment = 1;

        Builder(ClassNode node) {
            this.node = node;
        }

        private void report(String field, String rule, String message, String suggestion) {
            int line = ClassLines.of(node);
            String place = node.sourceFile == null ? node.name + ".class"
                    : line == 0 ? node.sourceFile : node.sourceFile + ":" + line;
            String what = field == null ? simpleName() : simpleName() + "." + field;
            problems.add(new Violation(place, rule, what + " " + message, suggestion));
        }

        StructLayout build() {
            if (!node.name.equals(ClassKinds.STRUCT) && !node.superName.equals(ClassKinds.STRUCT)) {
                report(null, "struct-class", "inherits from another struct, "
                        + node.superName.replace('/', '.'), "put that struct into a first field "
                        + "with @Embedded");
            }
            for (FieldNode field : node.fields) {
                if ((field.access & Opcodes.ACC_STATIC) == 0) {
                    add(field);
                }
            }
            long size = align(end, alignment);
            if (size > Integer.MAX_VALUE) {
                report(null, "struct-size", "has " + size + " bytes, more than memory",
                        "make its arrays smaller");
                size = 0;
            }
            checkSize(size);
            return new StructLayout(simpleName(), node.name, (int) size, alignment,
                    List.copyOf(fields));
        }

        private String simpleName() {
            return node.name.substring(node.name.lastIndexOf('/') + 1);
        }

        private void checkSize(long size) {
            AnnotationNode asserted = Annotations.find(node.invisibleAnnotations, Annotations.SIZE);
            if (asserted != null && !Annotations.value(asserted, -1).equals((int) size)) {
                report(null, "struct-size", "has " + size + " bytes, not "
                        + Annotations.value(asserted, -1), "correct the fields or @Size");
            }
        }

        private void add(FieldNode field) {
            if ((field.access & Opcodes.ACC_SYNTHETIC) != 0) {
                report(null, "struct-class", "is an inner class with a hidden reference to its "
                        + "outer object", "declare the class static");
                return;
            }
            Room room = room(field);
            long offset = align(end, room.alignment());
            end = offset + room.size();
            alignment = Math.max(alignment, room.alignment());
            AnnotationNode asserted =
                    Annotations.find(field.invisibleAnnotations, Annotations.OFFSET);
            if (asserted != null && !Annotations.value(asserted, -1).equals((int) offset)) {
                report(field.name, "struct-offset", "lies at offset " + offset + ", not "
                        + Annotations.value(asserted, -1), "correct the fields before it, or "
                        + "@Offset");
            }
            if (end <= Integer.MAX_VALUE) {
                fields.add(new StructLayout.Field(field.name, field.desc, (int) offset,
                        (int) room.size(), room.embedded(), room.count(),
                        (field.access & Opcodes.ACC_VOLATILE) != 0));
            }
        }

        private Room room(FieldNode field) {
            Type type = Type.getType(field.desc);
            boolean embedded =
                    Annotations.find(field.invisibleAnnotations, Annotations.EMBEDDED) != null;
            AnnotationNode inline =
                    Annotations.find(field.invisibleAnnotations, Annotations.INLINE);
            if (type.getSort() == Type.FLOAT || type.getSort() == Type.DOUBLE) {
                report(field.name, "struct-field", "is a floating-point number",
                        "use int or long");
            }
            if (inline != null) {
                return inlineArray(field, type, embedded,
                        (Integer) Annotations.value(inline, 0));
            }
            if (embedded && type.getSort() == Type.ARRAY) {
                report(field.name, "struct-field", "is an embedded array of unknown length",
                        "say how many elements: @Embedded @Inline(n)");
            } else if (embedded) {
                return embedded(field, type, 0);
            }
            int size = sizeOf(type);
            return new Room(size, size, false, 0);
        }

        private Room inlineArray(FieldNode field, Type type, boolean embedded, int count) {
            if (type.getSort() != Type.ARRAY) {
                report(field.name, "struct-field", "has @Inline and is no array",
                        "use @Embedded for one struct in place");
            } else if (count < 1) {
                report(field.name, "struct-field", "is an inline array of " + count + " elements",
                        "say how many: @Inline(n)");
            } else {
                Type element = Type.getType(type.getDescriptor().substring(1));
                if (embedded) {
                    return embedded(field, element, count);
                }
                int size = sizeOf(element);
                return new Room((long) size * count, size, false, count);
            }
            return new Room(POINTER, POINTER, false, 0);
        }

        /** One struct in place, {@code count} = 0, or an array of them. */
        private Room embedded(FieldNode field, Type type, int count) {
            String struct = type.getSort() == Type.OBJECT ? type.getInternalName() : null;
            if (struct == null || kinds.of(struct) != ClassKind.STRUCT) {
                report(field.name, "struct-field", "has @Embedded, but " + type.getClassName()
                        + " is no struct", "leave @Embedded out");
            } else if (struct.equals(ClassKinds.STRUCT)) {
                report(field.name, "struct-field", "embeds a struct of no particular type",
                        "name the subclass of Struct");
            } else if (underway.contains(struct)) {
                report(field.name, "struct-recursion", "embeds " + struct.replace('/', '.')
                        + ", which contains this field: it would be infinitely large",
                        "leave @Embedded out, for a pointer");
            } else {
                StructLayout layout = of(struct);
                return new Room((long) layout.size() * Math.max(count, 1), layout.alignment(), true,
                        count);
            }
            return new Room(POINTER, POINTER, false, 0);
        }
    }
}
