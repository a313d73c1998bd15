package cleave.tests.equivalence;

import static cleave.toolchain.isa.Register.A7;
import static cleave.toolchain.isa.Register.S11;
import static cleave.toolchain.isa.Register.T4;
import static cleave.toolchain.isa.Register.T5;
import static cleave.toolchain.isa.Register.T6;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;
import java.util.Arrays;
import java.util.Map;

/**
 * What is around a random program: the start in M-mode, and handlers that keep it going. After an
 * exception it goes on behind the instruction, after a failed fetch at the address in s11 and in
 * another mode, which may be one that can fetch there; timers are set anew. An {@code ecall} goes
 * on in the mode in a7, or ends the run. Handlers use t4 to t6 and restore nothing, so these are
 * not the program's.
 */
final class FrameCode {
    /** In a7 for {@code ecall}: the run is over. */
    static final int FINISH = 99;
    /** After so many failed fetches the run is over, too. */
    private static final int ESCAPES_MAX = 100;
    private static final int PREVIOUS_MODE = 0x1800;
    private static final int SUPERVISOR_PREVIOUS = 0x100;

    private final Assembler a = new Assembler();
    private final Label handler = a.local("machine_handler");
    private final int timerTicks;

    private FrameCode(int timerTicks) {
        this.timerTicks = timerTicks;
    }

    /**
     * @param csrs set in this order before the program starts, mstatus and satp among them
     * @param start the program's first address
     * @param timerTicks from one timer interrupt to the next
     */
    static byte[] assemble(Map<Csr, Integer> csrs, int start, int timerTicks) {
        FrameCode machine = new FrameCode(timerTicks);
        machine.start(csrs, start);
        machine.machineHandler();
        byte[] low = machine.a.assemble(Place.RAM).flat();
        FrameCode supervisor = new FrameCode(timerTicks);
        supervisor.supervisorHandler();
        byte[] high = supervisor.a.assemble(Place.RAM + Place.SUPERVISOR_HANDLER).flat();
        if (low.length > Place.SUPERVISOR_HANDLER
                || high.length > Place.REGISTERS - Place.SUPERVISOR_HANDLER) {
            throw new IllegalStateException("the handlers have no room: " + low.length + ", "
                    + high.length + " bytes");
        }
        byte[] all = Arrays.copyOf(low, Place.SUPERVISOR_HANDLER + high.length);
        System.arraycopy(high, 0, all, Place.SUPERVISOR_HANDLER, high.length);
        return all;
    }

    private void start(Map<Csr, Integer> csrs, int start) {
        a.here("_start");
        a.la(T4, handler);
        a.csrw(Csr.MTVEC, T4);
        a.li(T4, Place.RAM + Place.SUPERVISOR_HANDLER);
        a.csrw(Csr.STVEC, T4);
        csrs.forEach((csr, value) -> {
            a.li(T4, value);
            a.csrw(csr, T4);
        });
        a.li(T4, start);
        a.csrw(Csr.MEPC, T4);
        a.li(T4, 0x0200_4000);
        a.li(T5, timerTicks);
        a.sw(T5, T4, 0);
        a.sw(ZERO, T4, 4);
        a.li(T4, Place.RAM + Place.REGISTERS);
        for (int i = 1; i < 29; i++) {
            a.lw(Register.values()[i], T4, 4 * i);
        }
        a.mret();
    }

    private void machineHandler() {
        Label interrupt = a.local("interrupt");
        Label call = a.local("call");
        Label escape = a.local("escape");
        Label skip = a.local("skip");
        a.align(4);
        a.bind(handler);
        a.csrr(T6, Csr.MCAUSE);
        a.bltz(T6, interrupt);
        a.addi(T5, T6, -8);
        a.sltiu(T5, T5, 4);
        a.bnez(T5, call);
        a.sltiu(T5, T6, 2);
        a.bnez(T5, escape);
        a.addi(T5, T6, -12);
        a.beqz(T5, escape);
        a.bind(skip);
        a.csrr(T6, Csr.MEPC);
        a.addi(T6, T6, 4);
        a.csrw(Csr.MEPC, T6);
        a.mret();
        a.bind(escape);
        a.csrr(T6, Csr.MSCRATCH);
        a.addi(T6, T6, 1);
        a.csrw(Csr.MSCRATCH, T6);
        goTo(Csr.MSTATUS, PREVIOUS_MODE, 11);
        a.csrr(T6, Csr.MSCRATCH);
        a.addi(T6, T6, -ESCAPES_MAX);
        Label finish = a.local("finish");
        a.bgtz(T6, finish);
        a.csrw(Csr.MEPC, S11);
        a.mret();
        a.bind(call);
        a.li(T5, FINISH);
        a.beq(A7, T5, finish);
        a.mv(T6, A7);
        goTo(Csr.MSTATUS, PREVIOUS_MODE, 11);
        a.j(skip);
        a.bind(finish);
        a.li(T5, 0x0010_0000);
        a.li(T6, 0x5555);
        a.sw(T6, T5, 0);
        a.j(finish);
        a.bind(interrupt);
        machineInterrupt();
    }

    /** Lets the return be to the mode in t6. */
    private void goTo(Csr status, int field, int shift) {
        a.li(T5, field);
        a.csrrc(ZERO, status, T5);
        a.slli(T6, T6, shift);
        a.and(T6, T6, T5);
        a.csrrs(ZERO, status, T6);
    }

    private void machineInterrupt() {
        Label software = a.local("software");
        Label supervisor = a.local("supervisor");
        Label other = a.local("other");
        a.andi(T6, T6, 0xf);
        a.addi(T5, T6, -3);
        a.beqz(T5, software);
        a.addi(T5, T6, -5);
        a.beqz(T5, supervisor);
        a.addi(T5, T6, -7);
        a.bnez(T5, other);
        a.li(T5, 0x0200_bff8);
        a.lw(T6, T5, 0);
        a.addi(T6, T6, timerTicks);
        a.li(T5, 0x0200_4000);
        a.sw(T6, T5, 0);
        a.sw(ZERO, T5, 4);
        a.mret();
        a.bind(software);
        a.li(T5, 0x0200_0000);
        a.sw(ZERO, T5, 0);
        a.mret();
        a.bind(supervisor);
        setSupervisorTimer();
        a.mret();
        a.bind(other);
        a.csrw(Csr.MIE, ZERO);
        a.mret();
    }

    private void setSupervisorTimer() {
        a.csrr(T6, Csr.TIME);
        a.addi(T6, T6, timerTicks);
        a.csrw(Csr.STIMECMP, T6);
        a.csrw(Csr.STIMECMPH, ZERO);
    }

    private void supervisorHandler() {
        Label interrupt = a.local("supervisor_interrupt");
        Label escape = a.local("supervisor_escape");
        Label other = a.local("supervisor_other");
        a.here("supervisor_handler");
        a.csrr(T6, Csr.SCAUSE);
        a.bltz(T6, interrupt);
        a.sltiu(T5, T6, 2);
        a.bnez(T5, escape);
        a.addi(T5, T6, -12);
        a.beqz(T5, escape);
        a.csrr(T6, Csr.SEPC);
        a.addi(T6, T6, 4);
        a.csrw(Csr.SEPC, T6);
        a.sret();
        a.bind(escape);
        a.csrr(T6, Csr.SSCRATCH);
        a.addi(T6, T6, 1);
        a.csrw(Csr.SSCRATCH, T6);
        goTo(Csr.SSTATUS, SUPERVISOR_PREVIOUS, 8);
        a.csrw(Csr.SEPC, S11);
        a.sret();
        a.bind(interrupt);
        a.andi(T6, T6, 0xf);
        a.addi(T6, T6, -5);
        a.bnez(T6, other);
        setSupervisorTimer();
        a.sret();
        a.bind(other);
        a.csrw(Csr.SIE, ZERO);
        a.sret();
    }
}
