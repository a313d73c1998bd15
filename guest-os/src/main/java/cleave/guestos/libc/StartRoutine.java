package cleave.guestos.libc;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A3;
import static cleave.toolchain.isa.Register.A4;
import static cleave.toolchain.isa.Register.A5;
import static cleave.toolchain.isa.Register.A6;
import static cleave.toolchain.isa.Register.A7;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.SyscallNumber;
import cleave.magic.HostedOnly;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Program;
import java.util.List;

/** What of the library no Java can say: the first instructions, and a child on its own stack. */
@HostedOnly
public final class StartRoutine {
    private static final int ALIGNMENT = 16;
    private static final String CALL_BEGIN = "__libc_call_begin";
    private static final String CALL_END = "__libc_call_end";
    private static final String CALL_GIVEN_UP = "__libc_call_given_up";

    private StartRoutine() {
    }

    /** Writes {@code _start} for the program whose main method is {@code mainClass}'s. */
    public static void write(Program program, Assembler a, String mainClass) {
        a.function("_start");
        a.mv(A0, SP);
        a.andi(SP, SP, -ALIGNMENT);
        a.tail("__libc_start");
        a.end();
        a.function("__program_main");
        a.tail(mainSymbol(program, mainClass));
        a.end();
        writeClone(a);
        writeCallUnless(a);
        writeCallResume(a);
    }

    private static String mainSymbol(Program program, String mainClass) {
        String name = mainClass.substring(mainClass.lastIndexOf('/') + 1) + ".main";
        List<Function> found = program.functions().stream()
                .filter(function -> function.method().equals(name)
                        && function.attributes().entryPoint()).toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(mainClass.replace('/', '.') + " has "
                    + found.size() + " methods main: declare one, as static int main(int count,"
                    + " Address arguments)");
        }
        return found.get(0).symbol().name();
    }

    /**
     * {@code __libc_clone(flags, stack, function, argument)}: a child that runs the function on its
     * own stack, whose result is its exit code. Function and argument wait on that stack for it.
     */
    private static void writeClone(Assembler a) {
        a.function("__libc_clone");
        a.andi(A1, A1, -ALIGNMENT);
        a.addi(A1, A1, -ALIGNMENT);
        a.sw(A2, A1, 0);
        a.sw(A3, A1, 4);
        a.mv(A2, ZERO);
        a.mv(A3, ZERO);
        a.mv(A4, ZERO);
        a.li(A7, SyscallNumber.CLONE);
        a.ecall();
        Label child = a.local("child");
        a.beqz(A0, child);
        a.ret();
        a.bind(child);
        a.lw(A1, SP, 0);
        a.lw(A0, SP, 4);
        a.addi(SP, SP, ALIGNMENT);
        a.jalr(A1);
        a.li(A7, SyscallNumber.EXIT_GROUP);
        a.ecall();
        a.end();
    }

    /**
     * {@code __libc_call_unless(word, events, number, a0, a1, a2, a3)}, see {@link Events}: from
     * the look at the word to the ecall, both of them included, a handler can still prevent the
     * call.
     */
    private static void writeCallUnless(Assembler a) {
        Label givenUp = a.local("given_up");
        a.function("__libc_call_unless");
        a.mv(T0, A0);
        a.mv(T1, A1);
        a.mv(A7, A2);
        a.mv(A0, A3);
        a.mv(A1, A4);
        a.mv(A2, A5);
        a.mv(A3, A6);
        a.bind(CALL_BEGIN);
        a.lw(T0, T0, 0);
        a.and(T0, T0, T1);
        a.bnez(T0, givenUp);
        a.ecall();
        a.bind(CALL_END);
        a.ret();
        a.bind(CALL_GIVEN_UP);
        a.bind(givenUp);
        a.li(A0, -Errno.EINTR);
        a.ret();
        a.end();
    }

    /** {@code __libc_call_resume(pc)}: where a call that has not begun is given up, or 0. */
    private static void writeCallResume(Assembler a) {
        Label outside = a.local("outside");
        a.function("__libc_call_resume");
        a.la(T0, CALL_BEGIN);
        a.bltu(A0, T0, outside);
        a.la(T0, CALL_END);
        a.bgeu(A0, T0, outside);
        a.la(A0, CALL_GIVEN_UP);
        a.ret();
        a.bind(outside);
        a.li(A0, 0);
        a.ret();
        a.end();
    }
}
