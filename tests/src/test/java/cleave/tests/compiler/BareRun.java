package cleave.tests.compiler;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A6;
import static cleave.toolchain.isa.Register.A7;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.T3;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.compiler.ClassSource;
import cleave.toolchain.compiler.door.Executable;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;
import java.util.List;
import java.util.Map;

/**
 * The assembly around a program for the bare machine whose beginning is called {@code guest_main}.
 * It answers environment calls by a number that all their arguments have a part in ({@link
 * #answer}), goes on behind breakpoints, and ends with code 3 at any other trap.
 */
final class BareRun {
    private static final int STACK = 0x8200_0000;
    private static final int FINISHER = 0x10_0000;
    private static final int PASS = 0x5555;
    private static final int TRAPPED = 3 << 16 | 0x3333;
    private static final int BREAKPOINT = 3;
    private static final int MACHINE_ECALL = 11;
    private static final int FRAME = 64;
    private static final int ARGUMENTS = 16;
    /** Of a7: how many arguments there are, and whether there is a second result. */
    private static final int COUNT = 7;
    private static final int SBI = 8;
    private static final int FACTOR = 31;

    private BareRun() {
    }

    static Executable compile(Map<String, byte[]> classes, Variant variant) {
        ClassSource source = ClassSource.first(List.of(ClassSource.of(classes),
                ClassSource.of(BareRun.class.getClassLoader())));
        return Executable.build(source, variant.options("T"), Batch.BASE, variant.compressed(),
                (program, assembler) -> write(assembler));
    }

    /** What an environment call with this number answers. */
    static int answer(int number, int... arguments) {
        int result = number;
        for (int i = 0; i < (number & COUNT); i++) {
            result = result * FACTOR + arguments[i];
        }
        return result;
    }

    static long sbi(int extension, int function, int... arguments) {
        int error = answer(extension, arguments) + function;
        return error & 0xffff_ffffL | (long) ~error << Integer.SIZE;
    }

    private static void write(Assembler a) {
        a.function("_start");
        a.la(T0, "trap");
        a.csrw(Csr.MTVEC, T0);
        a.li(SP, STACK);
        a.call("guest_main");
        a.function("guest_finish");
        a.li(T0, FINISHER);
        a.li(T1, PASS);
        a.sw(T1, T0, 0);
        Label off = a.here("off");
        a.j(off);
        a.end();
        a.align(Integer.BYTES);
        a.function("trap");
        Label other = a.local("other");
        Label leave = a.local("leave");
        a.addi(SP, SP, -FRAME);
        List<Register> kept = List.of(T0, T1, T2, T3);
        kept.forEach(register -> a.sw(register, SP, kept.indexOf(register) * Integer.BYTES));
        a.csrr(T0, Csr.MCAUSE);
        a.li(T1, MACHINE_ECALL);
        a.bne(T0, T1, other);
        writeAnswer(a);
        a.bind(leave);
        writeSkip(a);
        kept.forEach(register -> a.lw(register, SP, kept.indexOf(register) * Integer.BYTES));
        a.addi(SP, SP, FRAME);
        a.mret();
        a.bind(other);
        a.li(T1, BREAKPOINT);
        a.beq(T0, T1, leave);
        a.li(T0, FINISHER);
        a.li(T1, TRAPPED);
        a.sw(T1, T0, 0);
        Label stop = a.here("stop");
        a.j(stop);
        a.end();
    }

    private static void writeAnswer(Assembler a) {
        for (int i = 0; i < 6; i++) {
            a.sw(Register.of(A0.number() + i), SP, ARGUMENTS + i * Integer.BYTES);
        }
        a.mv(A0, A7);
        a.andi(T0, A7, COUNT);
        a.addi(T1, SP, ARGUMENTS);
        Label done = a.local("done");
        Label next = a.here("next");
        a.beqz(T0, done);
        a.lw(T2, T1, 0);
        a.li(T3, FACTOR);
        a.mul(A0, A0, T3);
        a.add(A0, A0, T2);
        a.addi(T1, T1, Integer.BYTES);
        a.addi(T0, T0, -1);
        a.j(next);
        a.bind(done);
        Label plain = a.local("plain");
        a.andi(T0, A7, SBI);
        a.beqz(T0, plain);
        a.add(A0, A0, A6);
        a.not(A1, A0);
        a.bind(plain);
    }

    /** Goes on behind the instruction, which may have 16 bits. */
    private static void writeSkip(Assembler a) {
        Label narrow = a.local("narrow");
        a.csrr(T0, Csr.MEPC);
        a.lhu(T1, T0, 0);
        a.andi(T1, T1, 3);
        a.addi(T0, T0, 2);
        a.li(T2, 3);
        a.bne(T1, T2, narrow);
        a.addi(T0, T0, 2);
        a.bind(narrow);
        a.csrw(Csr.MEPC, T0);
    }
}
