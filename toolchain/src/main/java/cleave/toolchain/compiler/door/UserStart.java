package cleave.toolchain.compiler.door;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A3;
import static cleave.toolchain.isa.Register.A7;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.compiler.backend.Routine;
import java.util.List;
import java.util.Map;

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
    private static final int READ_FRAME = 16;
    private static final int SIGNAL_SET_SIZE = 8;
    /** {@code SA_SIGINFO} and {@code SA_NODEFER}. */
    private static final int FLAGS = 0x4000_0004;
    /** Of {@code uc_mcontext}'s first register, the pc, in {@code struct ucontext}. */
    private static final int CONTEXT_PC = 160;

    private UserStart() {
    }

    static List<Routine> write(Assembler a, MainMethod main) {
        return List.of(writeBegin(a, main), writeFault(a), writeWrite(a), writeRead(a));
    }

    private static Routine writeBegin(Assembler a, MainMethod main) {
        Label start = a.function("_start");
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
        Label end = a.here("end");
        a.end();
        return Routine.outermost(start, end);
    }

    private static void call(Assembler a, int number) {
        a.li(A7, number);
        a.ecall();
    }

    /** The handler: a2 is the context of what was interrupted, which s0 keeps for debuggers. */
    private static Routine writeFault(Assembler a) {
        Label start = a.function("__guest_fault");
        a.mv(S0, A2);
        Label kept = a.here("kept");
        a.lw(A0, A2, CONTEXT_PC);
        a.call("__cleave_fault");
        a.ebreak();
        Label end = a.here("end");
        a.end();
        a.data();
        a.align(Integer.BYTES);
        a.object("__guest_fault_action");
        a.word(a.label("__guest_fault"));
        a.word(FLAGS, 0, 0);
        a.end();
        a.text();
        Map<Integer, Routine.Rule> rules = Routine.allRegistersAt(CONTEXT_PC);
        rules.put(Routine.PC, new Routine.Rule.At(CONTEXT_PC));
        return Routine.interrupting(start, end, List.of(new Routine.Row(start, A2, 0, rules),
                new Routine.Row(kept, S0, 0, rules)));
    }

    /** All bytes, in as many calls as it takes; gives up at an error. */
    private static Routine writeWrite(Assembler a) {
        Label start = a.function("__guest_write");
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
        Label end = a.here("end");
        a.end();
        return Routine.leaf(start, end);
    }

    private static Routine writeRead(Assembler a) {
        Label start = a.function("__guest_read");
        a.addi(SP, SP, -READ_FRAME);
        Label framed = a.here("framed");
        a.mv(A1, SP);
        a.li(A2, 1);
        a.mv(A0, ZERO);
        call(a, READ);
        a.lbu(T1, SP, 0);
        a.addi(SP, SP, READ_FRAME);
        Label left = a.here("left");
        a.mv(T0, A0);
        a.li(A0, -1);
        Label end = a.local("end");
        a.blez(T0, end);
        a.mv(A0, T1);
        a.bind(end);
        a.ret();
        Label stop = a.here("stop");
        a.end();
        return Routine.called(start, stop, List.of(new Routine.Row(start, SP, 0, Map.of()),
                new Routine.Row(framed, SP, READ_FRAME, Map.of()),
                new Routine.Row(left, SP, 0, Map.of())));
    }
}
