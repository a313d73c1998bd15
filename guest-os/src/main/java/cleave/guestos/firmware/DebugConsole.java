package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A3;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T3;

import cleave.guestos.platform.Part;
import cleave.guestos.platform.Uart;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.SbiError;
import cleave.toolchain.isa.SbiFunction;

/**
 * DBCN (SBI specification 2.0, chapter 12) and the legacy console. Physical addresses must be RAM
 * of the kernel from the first byte to the last; a range of no bytes is always right. A write is
 * always complete; a read takes what has arrived.
 */
final class DebugConsole implements Part {
    private static final String CHECK = "check_console_range";

    @Override
    public void assemble(Assembler a) {
        write(a);
        read(a);
        check(a);
        bytes(a);
    }

    private static void write(Assembler a) {
        a.function(SbiDispatch.handler(SbiFunction.DEBUG_CONSOLE_WRITE));
        Label done = a.local("done");
        a.jal(T3, a.label(CHECK));
        a.mv(S1, A1);
        a.add(S2, A1, A0);
        a.mv(A1, A0);
        Label next = a.here("next");
        a.beq(S1, S2, done);
        a.lbu(A0, S1, 0);
        a.jal(T0, a.label(Uart.PUT));
        a.addi(S1, S1, 1);
        a.j(next);
        a.bind(done);
        SbiDispatch.succeed(a);
    }

    private static void read(Assembler a) {
        a.function(SbiDispatch.handler(SbiFunction.DEBUG_CONSOLE_READ));
        Label done = a.local("done");
        a.jal(T3, a.label(CHECK));
        a.mv(S1, A1);
        a.add(S2, A1, A0);
        Label next = a.here("next");
        a.beq(S1, S2, done);
        a.jal(T0, a.label(Uart.TAKE));
        a.bltz(A0, done);
        a.sb(A0, S1, 0);
        a.addi(S1, S1, 1);
        a.j(next);
        a.bind(done);
        a.sub(A1, S1, A1);
        SbiDispatch.succeed(a);
    }

    /** For a0 bytes at a1 and a2: returns through t3, or fails the call. */
    private static void check(Assembler a) {
        a.function(CHECK);
        Label good = a.local("good");
        Label bad = a.local("bad");
        a.mv(A3, A0);
        a.beqz(A0, good);
        a.bnez(A2, bad);
        a.jal(T0, a.label(Memory.CHECK));
        a.bnez(A0, bad);
        a.mv(A0, A3);
        a.bind(good);
        a.jr(T3);
        a.bind(bad);
        SbiDispatch.fail(a, SbiError.INVALID_PARAM);
    }

    private static void bytes(Assembler a) {
        a.function(SbiDispatch.handler(SbiFunction.DEBUG_CONSOLE_WRITE_BYTE));
        a.bind(SbiDispatch.handler(SbiFunction.LEGACY_CONSOLE_PUTCHAR));
        a.jal(T0, a.label(Uart.PUT));
        a.li(A1, 0);
        SbiDispatch.succeed(a);

        a.function(SbiDispatch.handler(SbiFunction.LEGACY_CONSOLE_GETCHAR));
        a.jal(T0, a.label(Uart.TAKE));
        a.ret();
    }
}
