package cleave.guestos.kernel.process;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.RA;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S10;
import static cleave.toolchain.isa.Register.S11;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.S3;
import static cleave.toolchain.isa.Register.S4;
import static cleave.toolchain.isa.Register.S5;
import static cleave.toolchain.isa.Register.S6;
import static cleave.toolchain.isa.Register.S7;
import static cleave.toolchain.isa.Register.S8;
import static cleave.toolchain.isa.Register.S9;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.TP;

import cleave.guestos.kernel.trap.FrameLayout;
import cleave.guestos.kernel.trap.TrapRoutines;
import cleave.magic.HostedOnly;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.isa.Register;
import java.util.List;

/** The change from one process in the kernel to another, and where new ones begin. */
@HostedOnly
public final class ContextRoutines {
    private static final List<Register> KEPT = List.of(RA, SP, S0, S1, S2, S3, S4, S5, S6, S7, S8,
            S9, S10, S11);

    private ContextRoutines() {
    }

    public static void assemble(Assembler a, Program program) {
        int context = FrameLayout.fields(program, "cleave/guestos/kernel/process/Process")
                .offset("context");
        FrameLayout.Fields fields =
                FrameLayout.fields(program, "cleave/guestos/kernel/process/Context");
        a.function("context_change");
        for (Register register : KEPT) {
            a.sw(register, A0, context + fields.offset(register.abiName()));
        }
        for (Register register : KEPT) {
            a.lw(register, A1, context + fields.offset(register.abiName()));
        }
        a.mv(TP, A1);
        a.ret();
        a.end();

        // A new process whose program has its registers: a child of fork.
        a.function("context_program");
        a.la(A0, TrapRoutines.RETURN);
        a.ret();
        a.end();

        // A thread of the kernel: s0 is what it runs, s1 to s3 what that gets. It may become a
        // program.
        a.function("context_thread_begin");
        a.mv(A0, S1);
        a.mv(A1, S2);
        a.mv(A2, S3);
        a.jalr(RA, S0, 0);
        a.tail(TrapRoutines.RETURN);
        a.end();
        a.function("context_thread");
        a.la(A0, "context_thread_begin");
        a.ret();
        a.end();
    }
}
