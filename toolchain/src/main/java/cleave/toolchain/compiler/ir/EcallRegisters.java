package cleave.toolchain.compiler.ir;

import cleave.toolchain.isa.Register;
import java.util.List;

/**
 * The registers in which an {@code ecall} finds its operands, in their order. a0 is the result; a1
 * is changed when {@code changesA1}, and all other registers keep their values.
 */
public record EcallRegisters(List<Register> operands, boolean changesA1) {
    @Override
    public String toString() {
        return operands.toString();
    }
}
