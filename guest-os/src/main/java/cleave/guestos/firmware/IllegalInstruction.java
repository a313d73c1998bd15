package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;

import cleave.guestos.platform.Part;
import cleave.guestos.platform.VirtMachine;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;

/**
 * Reads the counters {@code cycle}, {@code time} and {@code instret} for a kernel whose hart has no
 * such CSRs, and for its programs where {@code scounteren} lets them (Zicntr). The time is the
 * CLINT's. Every other illegal instruction is the kernel's.
 */
final class IllegalInstruction implements Part {
    static final String LABEL = "illegal_instruction";

    private static final int OPCODE_MASK = 0x7f;
    private static final int SYSTEM = Instruction.CSRRS.match() & OPCODE_MASK;
    private static final int RD_SHIFT = 7;
    /** funct3 is 2, 3, 6 or 7: set or clear. */
    private static final int SET_OR_CLEAR = 0x2000;
    private static final int RS1 = 0x000f_8000;
    private static final int CSR_SHIFT = 20;

    @Override
    public void assemble(Assembler a) {
        Label known = a.local("known");
        Label kernels = a.local("kernels");
        a.function(LABEL);
        a.csrr(S1, Csr.MTVAL);
        a.bnez(S1, known);
        a.jal(T0, a.label(InterruptedInstruction.READ));
        a.bind(known);
        recognise(a, kernels);
        allowed(a, kernels);
        readCounter(a, kernels);
        a.bind(kernels);
        a.tail(Redirect.TRAP);
    }

    /** A CSR instruction that writes nothing; its CSR goes to s2. */
    private static void recognise(Assembler a, Label otherwise) {
        a.andi(T0, S1, OPCODE_MASK);
        a.li(T1, SYSTEM);
        a.bne(T0, T1, otherwise);
        a.li(T1, SET_OR_CLEAR);
        a.and(T0, S1, T1);
        a.beqz(T0, otherwise);
        a.li(T1, RS1);
        a.and(T0, S1, T1);
        a.bnez(T0, otherwise);
        a.srli(S2, S1, CSR_SHIFT);
    }

    /** U-mode needs the counter's bit in {@code scounteren}. */
    private static void allowed(Assembler a, Label otherwise) {
        Label supervisor = a.local("supervisor");
        a.lw(T0, S0, TrapFrame.STATUS);
        a.li(T1, MachineStatus.MPP);
        a.and(T0, T0, T1);
        a.bnez(T0, supervisor);
        a.csrr(T0, Csr.SCOUNTEREN);
        a.srl(T0, T0, S2);
        a.andi(T0, T0, 1);
        a.beqz(T0, otherwise);
        a.bind(supervisor);
    }

    private static void readCounter(Assembler a, Label otherwise) {
        Label done = a.local("done");
        int time = VirtMachine.CLINT + VirtMachine.CLINT_MTIME;
        when(a, Csr.TIME, done, () -> load(a, time));
        when(a, Csr.TIMEH, done, () -> load(a, time + Integer.BYTES));
        when(a, Csr.CYCLE, done, () -> a.csrr(A0, Csr.MCYCLE));
        when(a, Csr.CYCLEH, done, () -> a.csrr(A0, Csr.MCYCLEH));
        when(a, Csr.INSTRET, done, () -> a.csrr(A0, Csr.MINSTRET));
        when(a, Csr.INSTRETH, done, () -> a.csrr(A0, Csr.MINSTRETH));
        a.j(otherwise);
        a.bind(done);
        a.srli(T0, S1, RD_SHIFT - 2);
        a.andi(T0, T0, 31 << 2);
        a.add(T0, T0, S0);
        a.sw(A0, T0, 0);
        a.lw(T0, S0, TrapFrame.EPC);
        a.addi(T0, T0, Integer.BYTES);
        a.sw(T0, S0, TrapFrame.EPC);
        a.tail(TrapEntry.RETURN);
    }

    private static void load(Assembler a, int address) {
        a.li(T0, address);
        a.lw(A0, T0, 0);
    }

    private static void when(Assembler a, Csr csr, Label done, Runnable read) {
        Label other = a.local("other");
        a.li(T0, csr.number());
        a.bne(S2, T0, other);
        read.run();
        a.j(done);
        a.bind(other);
    }
}
