package cleave.emulator.debug.trace;

import cleave.emulator.debug.CodeReader;
import cleave.emulator.debug.Symbols;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Disassembler;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Register;
import java.util.Locale;

/**
 * Our own lines: {@code kind cycle mode pc place} separated by single spaces, then what happened.
 * Numbers are hexadecimal without prefix, cycles decimal; a place without a name is a hyphen.
 *
 * <pre>
 * insn 12 S 80000010 main+0x10 addi a0,a0,1 ; a0=00000002
 * insn 13 S 80000014 main+0x14 sw a0,0(a1) ; [80001000]=00000002
 * trap 14 U 00400000 start load_page_fault tval=00001000 to S 80000100 vector
 * csr 15 S 80000100 vector read scause=0000000d
 * csr 16 S 80000104 vector+0x4 write sscratch=00000000 was 80001000
 * mmio 17 S 80000108 vector+0x8 store uart0+0x0 width 1 value 00000041
 * </pre>
 */
final class CleaveFormat implements TraceFormat {
    private final Symbols symbols;
    private final Disassembler disassembler;

    CleaveFormat(Symbols symbols) {
        this.symbols = symbols;
        this.disassembler = Disassembler.readable().withNames(symbols::name);
    }

    private void begin(StringBuilder out, String kind, long cycle, int mode, int pc) {
        out.append(kind).append(' ').append(cycle).append(' ').append(CodeReader.letter(mode))
                .append(' ');
        hex(out, pc);
        out.append(' ').append(place(pc)).append(' ');
    }

    private void begin(StringBuilder out, TraceEvent event, TracedStep step) {
        begin(out, event.word(), step.cycle, step.mode, step.pc);
    }

    private String place(int address) {
        String name = symbols.name(address);
        return name == null ? "-" : name;
    }

    /** Eight digits, without a detour through a formatter. */
    static void hex(StringBuilder out, int value) {
        for (int shift = 28; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(value >>> shift & 15, 16));
        }
    }

    @Override
    public void instruction(StringBuilder out, TracedStep step) {
        begin(out, TraceEvent.INSN, step);
        out.append(step.bits < 0 ? CodeReader.UNREADABLE
                : disassembler.disassemble(step.pc, (int) step.bits).toString());
        String separator = " ; ";
        if (step.rd != 0) {
            out.append(separator).append(Register.of(step.rd).abiName()).append('=');
            hex(out, step.rdValue);
            separator = " ";
        }
        if (step.csr != null && step.csrWritten) {
            out.append(separator).append(step.csr.assemblyName()).append('=');
            hex(out, step.csrAfter);
            separator = " ";
        }
        if (step.stores) {
            out.append(separator).append('[');
            hex(out, step.va);
            out.append("]=").append(SpikeFormat.digits(step.stored, step.width));
        } else if (step.instruction != null
                && step.instruction.effect() instanceof Effect.StoreConditional) {
            out.append(separator).append("failed");
        }
        out.append('\n');
    }

    @Override
    public void trap(StringBuilder out, TracedTrap trap, int hartMode, int hartPc) {
        begin(out, "trap", trap.cycle(), trap.mode(), trap.pc());
        Cause known = Cause.of(trap.cause());
        out.append(known != null ? known.name().toLowerCase(Locale.ROOT)
                : "cause_" + Integer.toHexString(trap.cause())).append(" tval=");
        hex(out, trap.tval());
        out.append(" to ").append(CodeReader.letter(hartMode)).append(' ');
        hex(out, hartPc);
        out.append(' ').append(place(hartPc)).append('\n');
    }

    @Override
    public void csr(StringBuilder out, TracedStep step) {
        begin(out, TraceEvent.CSR, step);
        out.append(step.csrWritten ? "write " : "read ").append(step.csr.assemblyName())
                .append('=');
        hex(out, step.csrAfter);
        if (step.csrWritten) {
            out.append(" was ");
            hex(out, step.csrBefore);
        }
        out.append('\n');
    }

    @Override
    public void mmio(StringBuilder out, TracedStep step) {
        begin(out, TraceEvent.MMIO, step);
        out.append(step.stores ? "store " : "load ").append(step.device.name()).append("+0x")
                .append(Long.toHexString(step.deviceOffset)).append(" width ").append(step.width)
                .append(" value ");
        hex(out, step.stores ? step.stored : step.rdValue);
        out.append('\n');
    }
}
