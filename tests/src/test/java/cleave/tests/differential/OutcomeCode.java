package cleave.tests.differential;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.RA;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.S3;
import static cleave.toolchain.isa.Register.S4;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.T6;

import cleave.tests.differential.Layout.Cell;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;

/**
 * The part of {@link GuestRunner} at {@code finish}: writes what a program has left behind to the
 * UART, as words in binary, and goes to {@code next_program}. {@link Outcome} reads it.
 */
final class OutcomeCode {
    /** The first word of every outcome. */
    static final int MAGIC = 0x7ea5_e77e;

    private static final int HASH_FACTOR = 0x0100_0193;
    private static final int UART = 0x1000_0000;
    private static final int LINE_STATUS = 5;
    private static final int DETAILS_FLAG = 4;

    private final Assembler a;
    private final Label nextProgram;
    private final Label putWord;
    private final Label putWords;
    private final Label hash;

    OutcomeCode(Assembler assembler) {
        a = assembler;
        nextProgram = a.label("next_program");
        putWord = a.label("put_word");
        putWords = a.label("put_words");
        hash = a.label("hash");
    }

    void emit() {
        a.bind(a.label("finish"));
        a.mv(S0, T6);
        a.li(A0, MAGIC);
        a.call(putWord);
        for (int cell : new int[] {Cell.NUMBER, Cell.REASON}) {
            a.lw(A0, S0, cell);
            a.call(putWord);
        }
        a.lw(A0, S0, Cell.LOG_END);
        a.li(T0, Layout.LOG);
        a.sub(A0, A0, T0);
        a.srli(A0, A0, 4);
        a.call(putWord);
        a.lw(A0, S0, Cell.OLD_STATUS);
        a.call(putWord);
        for (Csr csr : Setup.FINAL) {
            a.csrr(A0, csr);
            a.call(putWord);
        }
        a.addi(S1, S0, 4);
        a.addi(S2, S0, 4 * 32);
        a.call(putWords);
        hashOf(Layout.DATA, Layout.DATA_SIZE);
        hashOf(Layout.ROOT, Layout.TABLES_SIZE);
        a.li(S1, Layout.LOG);
        a.lw(S2, S0, Cell.LOG_END);
        a.call(putWords);
        a.li(T0, Layout.IMAGE);
        a.lw(T0, T0, DETAILS_FLAG);
        a.beqz(T0, nextProgram);
        a.li(S1, Layout.DATA);
        a.li(S2, Layout.DATA + Layout.DATA_SIZE);
        a.call(putWords);
        a.li(S1, Layout.ROOT);
        a.li(S2, Layout.ROOT + Layout.TABLES_SIZE);
        a.call(putWords);
        a.j(nextProgram);
        output();
    }

    private void hashOf(int address, int size) {
        a.li(S1, address);
        a.li(S2, address + size);
        a.call(hash);
        a.call(putWord);
    }

    private void output() {
        // The words from S1 to S2.
        a.bind(putWords);
        a.mv(S4, RA);
        Label loop = a.here("words");
        Label end = a.local("end");
        a.beq(S1, S2, end);
        a.lw(A0, S1, 0);
        a.addi(S1, S1, 4);
        a.call(putWord);
        a.j(loop);
        a.bind(end);
        a.jr(S4);

        // The word in A0, lowest byte first.
        a.bind(putWord);
        a.li(T0, UART);
        a.li(T2, 4);
        Label bytes = a.here("bytes");
        Label wait = a.here("wait");
        a.lbu(T1, T0, LINE_STATUS);
        a.andi(T1, T1, 0x20);
        a.beqz(T1, wait);
        a.sb(A0, T0, 0);
        a.srli(A0, A0, 8);
        a.addi(T2, T2, -1);
        a.bnez(T2, bytes);
        a.ret();

        // A0 = a hash of the words from S1 to S2.
        a.bind(hash);
        a.li(A0, 1);
        a.li(S3, HASH_FACTOR);
        Label mix = a.here("mix");
        a.lw(T0, S1, 0);
        a.xor(A0, A0, T0);
        a.mul(A0, A0, S3);
        a.addi(S1, S1, 4);
        a.bne(S1, S2, mix);
        a.ret();
    }
}
