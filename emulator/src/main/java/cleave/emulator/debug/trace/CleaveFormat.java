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
    /** Instructions whose text is kept; a power of two. */
    private static final int KEPT = 1 << 14;

    /** What does not change from one execution of an instruction to the next. */
    private record Known(int pc, long bits, String place, String text) {
    }

    private final Symbols symbols;
    private final Disassembler disassembler;
    private final Known[] known = new Known[KEPT];

    CleaveFormat(Symbols symbols) {
        this.symbols = symbols;
        this.disassembler = Disassembler.readable().withNames(symbols::name);
    }

    private static void begin(StringBuilder out, TraceEvent event, long cycle, int mode, int pc,
            String place) {
        out.append(event.word()).append(' ').append(cycle).append(' ')
                .append(CodeReader.letter(mode)).append(' ');
        hex(out, pc);
        out.append(' ').append(place).append(' ');
    }

    private Known begin(StringBuilder out, TraceEvent event, TracedStep step) {
        Known instruction = known(step.pc, step.bits);
        begin(out, event, step.cycle, step.mode, step.pc, instruction.place);
        return instruction;
    }

    private Known known(int pc, long bits) {
        int slot = pc >>> 1 & KEPT - 1;
        Known kept = known[slot];
        if (kept == null || kept.pc != pc || kept.bits != bits) {
            kept = new Known(pc, bits, place(pc), bits < 0 ? CodeReader.UNREADABLE
                    : disassembler.disassemble(pc, (int) bits).toString());
            known[slot] = kept;
        }
        return kept;
    }

    private String place(int address) {
        String name = symbols.name(address);
        return name == null ? "-" : name;
    }

    /** Eight digits, without a detour through a formatter. */
    static void hex(StringBuilder out, int value) {
        hex(out, value, 4);
    }

    /** The low {@code width} bytes. */
    static void hex(StringBuilder out, int value, int width) {
        for (int shift = 8 * width - 4; shift >= 0; shift -= 4) {
            out.append("0123456789abcdef".charAt(value >>> shift & 15));
        }
    }

    @Override
    public void instruction(StringBuilder out, TracedStep step) {
        out.append(begin(out, TraceEvent.INSN, step).text);
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
            out.append("]=");
            hex(out, step.stored, step.width);
        } else if (step.instruction != null
                && step.instruction.effect() instanceof Effect.StoreConditional) {
            out.append(separator).append("failed");
        }
        out.append('\n');
    }

    @Override
    public void trap(StringBuilder out, TracedTrap trap, int hartMode, int hartPc) {
        begin(out, TraceEvent.TRAPS, trap.cycle(), trap.mode(), trap.pc(), place(trap.pc()));
        Cause cause = Cause.of(trap.cause());
        out.append(cause != null ? cause.name().toLowerCase(Locale.ROOT)
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
