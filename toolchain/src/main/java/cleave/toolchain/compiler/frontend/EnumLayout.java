package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.StructLayout;
import cleave.toolchain.compiler.layout.Layouts;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/** The record of an enum's constant: its ordinal, its name, then the fields, as in a struct. */
final class EnumLayout {
    static final int ORDINAL = 0;
    static final int NAME = 4;

    private EnumLayout() {
    }

    static StructLayout of(ClassNode node) {
        List<StructLayout.Field> fields = new ArrayList<>();
        fields.add(new StructLayout.Field("ordinal", "I", ORDINAL, 4, false, 0, false));
        fields.add(new StructLayout.Field("name", "Ljava/lang/String;", NAME, 4, false, 0, false));
        int end = 8;
        int alignment = 4;
        for (FieldNode field : node.fields) {
            if ((field.access & Opcodes.ACC_STATIC) == 0) {
                int size = Layouts.sizeOf(Type.getType(field.desc));
                end = (end + size - 1) & -size;
                fields.add(new StructLayout.Field(field.name, field.desc, end, size, false, 0,
                        false));
                end += size;
                alignment = Math.max(alignment, size);
            }
        }
        return new StructLayout(node.name.substring(node.name.lastIndexOf('/') + 1), node.name,
                (end + alignment - 1) & -alignment, alignment, fields);
    }
}
