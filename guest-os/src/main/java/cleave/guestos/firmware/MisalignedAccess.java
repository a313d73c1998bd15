package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.S3;
import static cleave.toolchain.isa.Register.S4;
import static cleave.toolchain.isa.Register.S5;
import static cleave.toolchain.isa.Register.S6;
import static cleave.toolchain.isa.Register.S7;
import static cleave.toolchain.isa.Register.S8;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T6;

import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;

/**
 * Does the misaligned loads and stores of a hart that traps them, byte by byte and with the rights
 * of the interrupted code; compressed ones, too. A byte that faults passes its own fault on to the
 * kernel; the bytes before it have been stored then. Misaligned atomics are the kernel's.
 *
 * <p>While it works, s1 is the instruction, s2 its length, s3 the address, s4 the register's place
 * in the frame, s5 the number of bytes, s6 how far a loaded value is to be shifted for its sign.
 */
final class MisalignedAccess implements Part {
    static final String LABEL = "misaligned_access";

    private static final int RD_SHIFT = 7;
    private static final int RS2_SHIFT = 20;
    private static final int COMPRESSED_REGISTER_SHIFT = 2;

    @Override
    public void assemble(Assembler a) {
        Label load = a.local("load");
        Label loadUnsigned = a.local("load_unsigned");
        Label store = a.local("store");
        a.function(LABEL);
        a.csrr(S3, Csr.MTVAL);
        a.jal(T0, a.label(InterruptedInstruction.READ));
        full(a, Instruction.LW, RD_SHIFT, 4, load);
        full(a, Instruction.LH, RD_SHIFT, 2, load);
        full(a, Instruction.LHU, RD_SHIFT, 2, loadUnsigned);
        full(a, Instruction.SW, RS2_SHIFT, 4, store);
        full(a, Instruction.SH, RS2_SHIFT, 2, store);
        compressed(a, CompressedInstruction.C_LW, COMPRESSED_REGISTER_SHIFT, 7, load);
        compressed(a, CompressedInstruction.C_LWSP, RD_SHIFT, 31, load);
        compressed(a, CompressedInstruction.C_SW, COMPRESSED_REGISTER_SHIFT, 7, store);
        compressed(a, CompressedInstruction.C_SWSP, COMPRESSED_REGISTER_SHIFT, 31, store);
        a.tail(Redirect.TRAP);

        a.bind(load);
        a.slli(S6, S5, 3);
        a.neg(S6, S6);
        a.addi(S6, S6, Integer.SIZE);
        load(a, loadUnsigned);
        store(a, store);
    }

    /** Goes to {@code then} when the instruction is this one, knowing its operand and width. */
    private static void full(Assembler a, Instruction instruction, int registerShift, int bytes,
            Label then) {
        Label other = a.local("other");
        match(a, instruction.mask(), instruction.match(), other);
        a.srli(S4, S1, registerShift);
        a.andi(S4, S4, 31);
        a.li(S5, bytes);
        a.j(then);
        a.bind(other);
    }

    /** The same for compressed loads and stores of a word; three bits mean x8 to x15. */
    private static void compressed(Assembler a, CompressedInstruction instruction,
            int registerShift, int registerMask, Label then) {
        Label other = a.local("other");
        match(a, instruction.mask() | 0xffff_0000, instruction.match(), other);
        a.srli(S4, S1, registerShift);
        a.andi(S4, S4, registerMask);
        if (registerMask == 7) {
            a.addi(S4, S4, 8);
        }
        a.li(S5, Integer.BYTES);
        a.j(then);
        a.bind(other);
    }

    private static void match(Assembler a, int mask, int match, Label otherwise) {
        a.li(T0, mask);
        a.and(T0, S1, T0);
        a.li(T1, match);
        a.bne(T0, T1, otherwise);
    }

    private static void load(Assembler a, Label unsigned) {
        Label shift = a.local("shift");
        a.j(shift);
        a.bind(unsigned);
        a.li(S6, 0);
        a.bind(shift);
        a.li(S7, 0);
        a.li(S8, 0);
        Label next = a.here("next");
        Guard.asCaller(a, 0, () -> a.lbu(A0, S3, 0));
        a.bnez(T6, a.label(Redirect.TRAP));
        a.sll(A0, A0, S7);
        a.or(S8, S8, A0);
        a.addi(S7, S7, Byte.SIZE);
        a.addi(S3, S3, 1);
        a.addi(S5, S5, -1);
        a.bnez(S5, next);
        a.sll(S8, S8, S6);
        a.sra(S8, S8, S6);
        a.slli(S4, S4, 2);
        a.add(S4, S4, S0);
        a.sw(S8, S4, 0);
        finish(a);
    }

    private static void store(Assembler a, Label store) {
        a.bind(store);
        a.slli(S4, S4, 2);
        a.add(S4, S4, S0);
        a.lw(A0, S4, 0);
        Label next = a.here("next");
        Guard.asCaller(a, 0, () -> a.sb(A0, S3, 0));
        a.bnez(T6, a.label(Redirect.TRAP));
        a.srli(A0, A0, Byte.SIZE);
        a.addi(S3, S3, 1);
        a.addi(S5, S5, -1);
        a.bnez(S5, next);
        finish(a);
    }

    private static void finish(Assembler a) {
        a.lw(T0, S0, TrapFrame.EPC);
        a.add(T0, T0, S2);
        a.sw(T0, S0, TrapFrame.EPC);
        a.tail(TrapEntry.RETURN);
    }
}
