package cleave.emulator.debug.trace;

import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Operands;
import java.util.Locale;

/**
 * The lines of Spike's commit log ({@code spike -l --log-commits}), to compare runs with: what
 * retired, with the registers, CSRs and memory it touched; and exceptions. Deviation: of CSRs only
 * those that CSR instructions write are shown, not {@code mstatus} by {@code mret}.
 */
final class SpikeFormat implements TraceFormat {
    private static final String HART = "core   0: ";

    @Override
    public void instruction(StringBuilder out, TracedStep step) {
        out.append(HART).append(step.mode).append(" 0x");
        CleaveFormat.hex(out, step.pc);
        int length = Operands.isCompressed((int) step.bits) ? 2 : 4;
        out.append(" (0x");
        CleaveFormat.hex(out, (int) step.bits, length);
        out.append(')');
        if (step.rd != 0) {
            out.append(" x").append(step.rd).append(step.rd < 10 ? "  0x" : " 0x");
            CleaveFormat.hex(out, step.rdValue);
        }
        if (step.csr != null && step.csrWritten) {
            out.append(" c").append(step.csr.number()).append('_')
                    .append(step.csr.assemblyName()).append(" 0x");
            CleaveFormat.hex(out, step.csrAfter);
        }
        if (step.loads) {
            out.append(" mem 0x");
            CleaveFormat.hex(out, step.va);
        }
        if (step.stores) {
            out.append(" mem 0x");
            CleaveFormat.hex(out, step.va);
            out.append(" 0x");
            CleaveFormat.hex(out, step.stored, step.width);
        }
        out.append('\n');
    }

    @Override
    public void trap(StringBuilder out, TracedTrap trap, int hartMode, int hartPc) {
        Cause cause = Cause.of(trap.cause());
        out.append(HART).append("exception ").append(name(cause, trap.cause())).append(", epc 0x");
        CleaveFormat.hex(out, trap.pc());
        out.append('\n');
        if (cause != null && !cause.isInterrupt() && !isCall(cause)) {
            out.append(HART).append("          tval 0x");
            CleaveFormat.hex(out, trap.tval());
            out.append('\n');
        }
    }

    private static boolean isCall(Cause cause) {
        return switch (cause) {
            case ENVIRONMENT_CALL_FROM_U, ENVIRONMENT_CALL_FROM_S, ENVIRONMENT_CALL_FROM_M -> true;
            default -> false;
        };
    }

    private static String name(Cause cause, int value) {
        if (value < 0) {
            return "interrupt #" + (value & ~Cause.INTERRUPT_BIT);
        }
        if (cause == null) {
            return "trap #" + value;
        }
        return switch (cause) {
            case ENVIRONMENT_CALL_FROM_U -> "trap_user_ecall";
            case ENVIRONMENT_CALL_FROM_S -> "trap_supervisor_ecall";
            case ENVIRONMENT_CALL_FROM_M -> "trap_machine_ecall";
            default -> "trap_" + cause.name().toLowerCase(Locale.ROOT);
        };
    }

    /** Part of the instruction's line. */
    @Override
    public void csr(StringBuilder out, TracedStep step) {
        throw new IllegalStateException("Spike has no line for a CSR");
    }

    /** Part of the instruction's line. */
    @Override
    public void mmio(StringBuilder out, TracedStep step) {
        throw new IllegalStateException("Spike has no line for a device");
    }
}
