package cleave.guestos.kernel.memory;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A7;

import cleave.magic.HostedOnly;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.linux.Syscall;

/** What a signal handler returns to. */
public final class TrampolineCode {
    /** Bytes; the code does not use compressed instructions. */
    static final int SIZE = 8;

    private TrampolineCode() {
    }

    @HostedOnly
    public static void assemble(Assembler a) {
        a.function("trampoline_code");
        a.la(A0, "trampoline");
        a.ret();
        a.end();
        a.rodata();
        a.align(Integer.BYTES);
        a.bind("trampoline");
        // Debuggers and unwinders know a signal frame by these two words, as Linux's vdso has them.
        a.word(0x08b0_0893, 0x0000_0073);
        a.text();
        assert Syscall.RT_SIGRETURN.number() == 0x08b && A7.number() == 0x893 >>> 7;
    }
}
