package cleave.emulator.debug;

import cleave.emulator.hart.Hart;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The registers of the hart as text, in the layout of QEMU's {@code info registers}. */
public final class RegisterDump {
    /** The CSRs that tell most, in QEMU's order. */
    private static final List<Csr> USUAL = List.of(Csr.MHARTID, Csr.MSTATUS, Csr.MSTATUSH, Csr.MIP,
            Csr.MIE, Csr.MIDELEG, Csr.MEDELEG, Csr.MTVEC, Csr.STVEC, Csr.MEPC, Csr.SEPC,
            Csr.MCAUSE, Csr.SCAUSE, Csr.MTVAL, Csr.STVAL, Csr.MSCRATCH, Csr.SSCRATCH, Csr.SATP);
    private static final int PER_LINE = 4;

    private final Hart hart;

    public RegisterDump(Hart hart) {
        this.hart = hart;
    }

    /** The integer registers by ABI name, {@code pc} first. */
    public Map<String, Integer> integers() {
        Map<String, Integer> values = new LinkedHashMap<>();
        values.put("pc", hart.pc);
        for (Register register : Register.values()) {
            values.put(register.abiName(), hart.x[register.number()]);
        }
        return values;
    }

    /** The usual CSRs by name. */
    public Map<String, Integer> usualCsrs() {
        return read(USUAL);
    }

    /** All CSRs by name, in order of number, performance monitors that read zero left out. */
    public Map<String, Integer> allCsrs() {
        Map<String, Integer> values = read(Csr.inOrder());
        values.entrySet().removeIf(e -> e.getKey().contains("hpm") && e.getValue() == 0);
        return values;
    }

    private Map<String, Integer> read(List<Csr> csrs) {
        Map<String, Integer> values = new LinkedHashMap<>();
        for (Csr csr : csrs) {
            values.put(csr.assemblyName(), hart.csrs().read(csr));
        }
        return values;
    }

    /** {@code pc}, the given CSRs and the integer registers. */
    public String text(Map<String, Integer> csrs) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(" %-8s %08x\n", "pc", hart.pc));
        csrs.forEach((name, value) -> text.append(String.format(" %-8s %08x\n", name, value)));
        for (Register register : Register.values()) {
            int number = register.number();
            text.append(String.format(" %-8s %08x", register.xName() + "/" + register.abiName(),
                    hart.x[number]));
            if (number % PER_LINE == PER_LINE - 1) {
                text.append('\n');
            }
        }
        return text.toString();
    }
}
