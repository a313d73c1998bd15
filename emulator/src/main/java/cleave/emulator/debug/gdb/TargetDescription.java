package cleave.emulator.debug.gdb;

import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;

/**
 * The registers GDB may know of (GDB manual, appendix "Target Descriptions", "RISC-V Features"):
 * the integer registers and {@code pc}, the privilege mode as virtual register {@code priv}, and
 * every CSR of the table. The numbers are those GDB itself has for RISC-V, so that it also finds
 * them when it cannot read XML.
 */
final class TargetDescription {
    static final int PC = 32;
    static final int FIRST_CSR = 65;
    static final int PRIV = FIRST_CSR + Csr.NUMBERS;
    /** Registers in a {@code g} packet: the integer registers and {@code pc}. */
    static final int GENERAL = PC + 1;

    private static final String XML = xml();

    private TargetDescription() {
    }

    /** The document {@code target.xml}. */
    static String text() {
        return XML;
    }

    private static String xml() {
        StringBuilder xml = new StringBuilder();
        xml.append("<?xml version=\"1.0\"?>\n<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n")
                .append("<target version=\"1.0\">\n<architecture>riscv:rv32</architecture>\n")
                .append("<feature name=\"org.gnu.gdb.riscv.cpu\">\n");
        for (Register register : Register.values()) {
            String name = register == Register.S0 ? "fp" : register.abiName();
            append(xml, name, register.number(), type(register), "");
        }
        append(xml, "pc", PC, "code_ptr", "");
        xml.append("</feature>\n<feature name=\"org.gnu.gdb.riscv.virtual\">\n");
        append(xml, "priv", PRIV, "int", "");
        xml.append("</feature>\n<feature name=\"org.gnu.gdb.riscv.csr\">\n");
        for (Csr csr : Csr.inOrder()) {
            // A function that GDB calls in the guest must not bring old CSRs back afterwards.
            append(xml, csr.assemblyName(), FIRST_CSR + csr.number(), "int",
                    " save-restore=\"no\"");
        }
        return xml.append("</feature>\n</target>\n").toString();
    }

    private static String type(Register register) {
        return switch (register) {
            case RA -> "code_ptr";
            case SP, GP, TP, S0 -> "data_ptr";
            default -> "int";
        };
    }

    private static void append(StringBuilder xml, String name, int number, String type,
            String more) {
        xml.append(String.format("<reg name=\"%s\" bitsize=\"32\" regnum=\"%d\" type=\"%s\"%s/>\n",
                name, number, type, more));
    }
}
