package cleave.toolchain.compiler.door;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A3;
import static cleave.toolchain.isa.Register.A7;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;

/**
 * How a Linux process begins, prints and ends (Linux's generic system call table; initial stack as
 * in the System V gABI). A signal for a bad memory access becomes a panic that names the line of
 * Java.
 */
final class UserStart {
    private static final int READ = 63;
    private static final int WRITE = 64;
    private static final int EXIT_GROUP = 94;
    private static final int RT_SIGACTION = 134;
    private static final int SIGSEGV = 11;
    private static final int SIGNAL_SET_SIZE = 8;
    /** {@code SA_SIGINFO} and {@code SA_NODEFER}. */
    private static final int FLAGS = 0x4000_0004;
    /** Of {@code uc_mcontext}'s first register, the pc, in {@code struct ucontext}. */
    private static final int CONTEXT_PC = 160;

    private UserStart() {
    }

    static void write(Assembler a, MainMethod main) {
        a.function("_start");
        a.li(A0, SIGSEGV);
        a.la(A1, "__guest_fault_action");
        a.li(A2, 0);
        a.li(A3, SIGNAL_SET_SIZE);
        call(a, RT_SIGACTION);
        if (main.takesArguments()) {
            a.lw(A0, SP, 0);
            a.addi(A1, SP, Integer.BYTES);
        }
        main.writeCall(a);
        a.function("__guest_exit");
        call(a, EXIT_GROUP);
        a.end();
        writeFault(a);
        writeWrite(a);
        writeRead(a);
    }

    private static void call(Assembler a, int number) {
        a.li(A7, number);
        a.ecall();
    }

    /** The handler: a2 is the context of what was interrupted. */
    private static void writeFault(Assembler a) {
        a.function("__guest_fault");
        a.lw(A0, A2, CONTEXT_PC);
        a.tail("__cleave_fault");
        a.end();
        a.data();
        a.align(Integer.BYTES);
        a.object("__guest_fault_action");
        a.word(a.label("__guest_fault"));
        a.word(FLAGS, 0, 0);
        a.end();
        a.text();
    }

    /** All bytes, in as many calls as it takes; gives up at an error. */
    private static void writeWrite(Assembler a) {
        a.function("__guest_write");
        a.mv(T0, A1);
        a.mv(A1, A0);
        a.mv(A2, T0);
        Label done = a.local("done");
        Label next = a.here("next");
        a.blez(A2, done);
        a.li(A0, 1);
        call(a, WRITE);
        a.blez(A0, done);
        a.add(A1, A1, A0);
        a.sub(A2, A2, A0);
        a.j(next);
        a.bind(done);
        a.ret();
        a.end();
    }

    private static void writeRead(Assembler a) {
        a.function("__guest_read");
        a.addi(SP, SP, -16);
        a.mv(A1, SP);
        a.li(A2, 1);
        a.mv(A0, ZERO);
        call(a, READ);
        a.lbu(T1, SP, 0);
        a.addi(SP, SP, 16);
        a.mv(T0, A0);
        a.li(A0, -1);
        Label end = a.local("end");
        a.blez(T0, end);
        a.mv(A0, T1);
        a.bind(end);
        a.ret();
        a.end();
    }
}
