package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A3;
import static cleave.toolchain.isa.Register.A4;
import static cleave.toolchain.isa.Register.A5;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.T3;
import static cleave.toolchain.isa.Register.T4;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.guestos.platform.Part;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Register;
import cleave.toolchain.isa.Sbi;
import cleave.toolchain.isa.SbiError;
import cleave.toolchain.isa.SbiFunction;

/**
 * RFENCE (SBI specification 2.0, chapter 8) and its legacy calls: the fence is executed here, for
 * the only hart there is. A range that goes beyond the last address is refused.
 */
final class RemoteFence implements Part {
    /** Above this many bytes everything is fenced at once. */
    private static final int MOST_BYTES = 64 * 4096;
    private static final int PAGE = 4096;

    private static final String CHECK_RANGE = "check_range";

    @Override
    public void assemble(Assembler a) {
        instructionFence(a);
        call(a, SbiFunction.REMOTE_SFENCE_VMA, ZERO);
        call(a, SbiFunction.REMOTE_SFENCE_VMA_ASID, A4);
        legacyInstructionFence(a);
        legacyCall(a, SbiFunction.LEGACY_REMOTE_SFENCE_VMA, ZERO);
        legacyCall(a, SbiFunction.LEGACY_REMOTE_SFENCE_VMA_ASID, A3);
        checkRange(a);
    }

    private static void instructionFence(Assembler a) {
        a.function(SbiDispatch.handler(SbiFunction.REMOTE_FENCE_I));
        Label invalid = a.local("invalid");
        a.jal(T0, a.label(HartMask.OF));
        a.bltz(T1, invalid);
        a.fenceI();
        a.li(A1, 0);
        SbiDispatch.succeed(a);
        a.bind(invalid);
        SbiDispatch.fail(a, SbiError.INVALID_PARAM);
    }

    private static void legacyInstructionFence(Assembler a) {
        a.function(SbiDispatch.handler(SbiFunction.LEGACY_REMOTE_FENCE_I));
        a.jal(T0, a.label(HartMask.OF_LEGACY));
        a.fenceI();
        a.li(A0, 0);
        a.ret();
    }

    private static void call(Assembler a, SbiFunction function, Register asid) {
        a.function(SbiDispatch.handler(function));
        Label invalidHart = a.local("invalid_hart");
        Label invalidRange = a.local("invalid_range");
        Label done = a.local("done");
        a.jal(T0, a.label(HartMask.OF));
        a.bltz(T1, invalidHart);
        a.mv(T4, T1);
        a.jal(T0, a.label(CHECK_RANGE));
        a.bnez(T3, invalidRange);
        a.beqz(T4, done);
        fence(a, asid);
        a.bind(done);
        a.li(A1, 0);
        SbiDispatch.succeed(a);
        a.bind(invalidHart);
        SbiDispatch.fail(a, SbiError.INVALID_PARAM);
        a.bind(invalidRange);
        SbiDispatch.fail(a, SbiError.INVALID_ADDRESS);
    }

    /** As above, with the arguments one register earlier, for the mask needs only one. */
    private static void legacyCall(Assembler a, SbiFunction function, Register asid) {
        a.function(SbiDispatch.handler(function));
        Label invalidRange = a.local("invalid_range");
        Label done = a.local("done");
        a.jal(T0, a.label(HartMask.OF_LEGACY));
        a.mv(T4, T1);
        if (asid != ZERO) {
            a.mv(A4, asid);
        }
        a.mv(A3, A2);
        a.mv(A2, A1);
        a.jal(T0, a.label(CHECK_RANGE));
        a.bnez(T3, invalidRange);
        a.beqz(T4, done);
        fence(a, asid == ZERO ? ZERO : A4);
        a.bind(done);
        a.li(A0, 0);
        a.ret();
        a.bind(invalidRange);
        a.li(A0, SbiError.INVALID_ADDRESS.code());
        a.ret();
    }

    /**
     * For a3 bytes from a2: t3 is 1 if there is no such range, else 0; then t1 is the first page
     * and t2 the number of bytes from there, or -1 for everything. Linked through t0.
     */
    private static void checkRange(Assembler a) {
        a.function(CHECK_RANGE);
        Label everything = a.local("everything");
        Label good = a.local("good");
        a.li(T3, 0);
        a.li(T2, Sbi.WHOLE_ADDRESS_SPACE);
        a.beq(A3, T2, everything);
        a.or(T1, A2, A3);
        a.beqz(T1, everything);
        a.add(T1, A2, A3);
        a.bgeu(T1, A2, good);
        a.beqz(T1, good);
        a.li(T3, 1);
        a.jr(T0);
        a.bind(good);
        a.li(T2, -PAGE);
        a.and(T2, A2, T2);
        a.sub(T1, T1, T2);
        a.mv(A5, T2);
        a.mv(T2, T1);
        a.mv(T1, A5);
        a.bind(everything);
        a.jr(T0);
    }

    /** Fences t2 bytes from the page t1 on. */
    private static void fence(Assembler a, Register asid) {
        Label everything = a.local("everything");
        Label done = a.local("done");
        a.li(T0, MOST_BYTES);
        a.bltu(T0, T2, everything);
        a.beqz(T2, done);
        a.li(T0, PAGE);
        Label page = a.here("page");
        a.sfenceVma(T1, asid);
        a.add(T1, T1, T0);
        a.sub(T3, T2, T0);
        a.bleu(T2, T0, done);
        a.mv(T2, T3);
        a.j(page);
        a.bind(everything);
        a.sfenceVma(ZERO, asid);
        a.bind(done);
    }
}
