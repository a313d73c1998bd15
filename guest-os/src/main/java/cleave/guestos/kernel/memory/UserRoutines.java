package cleave.guestos.kernel.memory;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A3;
import static cleave.toolchain.isa.Register.A4;
import static cleave.toolchain.isa.Register.A5;
import static cleave.toolchain.isa.Register.A6;
import static cleave.toolchain.isa.Register.A7;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.guestos.abi.Errno;
import cleave.magic.HostedOnly;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;

/**
 * The only code of the kernel that touches memory of programs: it sets {@code SUM} for as long. A
 * fault in it that cannot be resolved goes on where the routine returns {@code -EFAULT}. All are
 * leaves without a frame.
 */
@HostedOnly
public final class UserRoutines {
    private static final String BEGIN = "user_begin";
    private static final String END = "user_end";
    private static final String FAILED = "user_failed";
    /** {@code sstatus.SUM}. */
    public static final int SUM = 1 << 18;

    private static final int CHUNK = 16;

    private UserRoutines() {
    }

    public static void assemble(Assembler a) {
        a.bind(BEGIN);
        copy(a);
        string(a);
        clear(a);
        store(a);
        a.bind(END);
        a.function(FAILED);
        a.li(A0, -Errno.EFAULT);
        close(a);
        a.ret();
        a.end();
        resume(a);
    }

    /** For the trap handler: where a fault at a0 goes on; 0 if that is none of this code. */
    private static void resume(Assembler a) {
        Label outside = a.local("outside");
        a.function("user_resume");
        a.la(T0, BEGIN);
        a.bltu(A0, T0, outside);
        a.la(T0, END);
        a.bgeu(A0, T0, outside);
        a.la(A0, FAILED);
        a.ret();
        a.bind(outside);
        a.li(A0, 0);
        a.ret();
        a.end();
    }

    private static void open(Assembler a) {
        a.li(T0, SUM);
        a.csrs(Csr.SSTATUS, T0);
    }

    private static void close(Assembler a) {
        a.li(T0, SUM);
        a.csrc(Csr.SSTATUS, T0);
    }

    /** Copies a2 bytes from a1 to a0. */
    private static void copy(Assembler a) {
        Label bytes = a.local("bytes");
        Label tail = a.local("tail");
        Label done = a.local("done");
        a.function("user_copy");
        open(a);
        a.or(T1, A0, A1);
        a.andi(T1, T1, Integer.BYTES - 1);
        a.bnez(T1, bytes);
        a.andi(T1, A2, -CHUNK);
        a.add(A3, A1, T1);
        a.sub(A2, A2, T1);
        a.beqz(T1, tail);
        Label chunk = a.here("chunk");
        a.lw(A4, A1, 0);
        a.lw(A5, A1, 4);
        a.lw(A6, A1, 8);
        a.lw(A7, A1, 12);
        a.addi(A1, A1, CHUNK);
        a.sw(A4, A0, 0);
        a.sw(A5, A0, 4);
        a.sw(A6, A0, 8);
        a.sw(A7, A0, 12);
        a.addi(A0, A0, CHUNK);
        a.bne(A1, A3, chunk);
        a.bind(tail);
        a.li(T1, Integer.BYTES);
        Label words = a.here("words");
        a.bltu(A2, T1, bytes);
        a.lw(A4, A1, 0);
        a.addi(A1, A1, Integer.BYTES);
        a.sw(A4, A0, 0);
        a.addi(A0, A0, Integer.BYTES);
        a.addi(A2, A2, -Integer.BYTES);
        a.j(words);
        a.bind(bytes);
        a.add(A2, A1, A2);
        Label next = a.here("next");
        a.beq(A1, A2, done);
        a.lbu(A4, A1, 0);
        a.addi(A1, A1, 1);
        a.sb(A4, A0, 0);
        a.addi(A0, A0, 1);
        a.j(next);
        a.bind(done);
        a.mv(A0, ZERO);
        close(a);
        a.ret();
        a.end();
    }

    /** Copies a string of less than a2 bytes from a1 to a0, and returns its length or a2. */
    private static void string(Assembler a) {
        Label done = a.local("done");
        a.function("user_string");
        open(a);
        a.mv(A3, A1);
        a.add(A2, A1, A2);
        Label next = a.here("next");
        a.beq(A1, A2, done);
        a.lbu(A4, A1, 0);
        a.sb(A4, A0, 0);
        a.beqz(A4, done);
        a.addi(A1, A1, 1);
        a.addi(A0, A0, 1);
        a.j(next);
        a.bind(done);
        a.sub(A0, A1, A3);
        close(a);
        a.ret();
        a.end();
    }

    /** Clears a1 bytes at a0. */
    private static void clear(Assembler a) {
        Label done = a.local("done");
        Label bytes = a.local("bytes");
        a.function("user_clear");
        open(a);
        a.add(A1, A0, A1);
        a.andi(T1, A0, Integer.BYTES - 1);
        a.bnez(T1, bytes);
        Label few = a.local("few");
        a.addi(A2, A1, -CHUNK);
        Label chunk = a.here("clear_chunk");
        a.bltu(A2, A0, few);
        a.sw(ZERO, A0, 0);
        a.sw(ZERO, A0, 4);
        a.sw(ZERO, A0, 8);
        a.sw(ZERO, A0, 12);
        a.addi(A0, A0, CHUNK);
        a.j(chunk);
        a.bind(few);
        a.addi(A2, A1, -Integer.BYTES);
        Label words = a.here("words");
        a.bltu(A2, A0, bytes);
        a.sw(ZERO, A0, 0);
        a.addi(A0, A0, Integer.BYTES);
        a.j(words);
        a.bind(bytes);
        a.beq(A0, A1, done);
        a.sb(ZERO, A0, 0);
        a.addi(A0, A0, 1);
        a.j(bytes);
        a.bind(done);
        a.mv(A0, ZERO);
        close(a);
        a.ret();
        a.end();
    }

    /** Stores the word a1 at a0. */
    private static void store(Assembler a) {
        a.function("user_store_word");
        open(a);
        a.sw(A1, A0, 0);
        a.mv(A0, ZERO);
        close(a);
        a.ret();
        a.end();
    }
}
