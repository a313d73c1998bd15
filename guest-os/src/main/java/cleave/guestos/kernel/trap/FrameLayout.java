package cleave.guestos.kernel.trap;

import cleave.magic.HostedOnly;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.StructLayout;
import cleave.toolchain.isa.Register;

/** Where assembly finds the fields of {@link TrapFrame}, as the compiler has laid them out. */
@HostedOnly
public final class FrameLayout {
    /** Bytes; a multiple of 16, as the stack pointer must be. */
    public static final int SIZE = 144;

    private final Fields fields;

    FrameLayout(Program program) {
        fields = fields(program, "cleave/guestos/kernel/trap/TrapFrame");
    }

    /** The offsets of one struct's fields. */
    public record Fields(StructLayout layout) {
        /** Bytes before the field. */
        public int offset(String field) {
            StructLayout.Field found = layout.field(field);
            if (found == null) {
                throw new IllegalStateException(layout.name() + " has no field " + field);
            }
            return found.offset();
        }
    }

    /** Of the struct class with that internal name. */
    public static Fields fields(Program program, String className) {
        return new Fields(program.structs().values().stream()
                .filter(layout -> layout.className().equals(className)).findFirst()
                .orElseThrow(() -> new IllegalStateException("no struct " + className)));
    }

    int of(Register register) {
        return fields.offset(register.abiName());
    }

    int pc() {
        return fields.offset("pc");
    }

    int status() {
        return fields.offset("status");
    }

    int call() {
        return fields.offset("call");
    }

    int firstArgument() {
        return fields.offset("firstArgument");
    }
}
