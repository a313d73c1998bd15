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
import static cleave.toolchain.isa.Register.ZERO;

import cleave.magic.HostedOnly;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.isa.Register;
import java.util.List;

/**
 * Clearing and copying pages, without a loop: the 4 KiB around the middle of a page are just what
 * offsets reach, and a copy-on-write fault is little else than this.
 */
@HostedOnly
public final class PageRoutines {
    private static final int HALF = Pte.PAGE_SIZE / 2;
    /** Loads are kept away from the stores that wait for them. */
    private static final List<Register> WORDS = List.of(A2, A3, A4, A5, A6, A7, T0);

    private PageRoutines() {
    }

    public static void assemble(Assembler a) {
        a.function("page_clear");
        a.mv(A1, ZERO);
        a.function("page_fill");
        middle(a, A0);
        for (int offset = -HALF; offset < HALF; offset += Integer.BYTES) {
            a.sw(A1, A0, offset);
        }
        a.ret();
        a.end();

        a.function("page_copy");
        middle(a, A0);
        middle(a, A1);
        a.function("page_copy_by_middles");
        int offset = -HALF;
        while (offset < HALF) {
            int count = Math.min(WORDS.size(), (HALF - offset) / Integer.BYTES);
            for (int i = 0; i < count; i++) {
                a.lw(WORDS.get(i), A1, offset + i * Integer.BYTES);
            }
            for (int i = 0; i < count; i++) {
                a.sw(WORDS.get(i), A0, offset + i * Integer.BYTES);
            }
            offset += count * Integer.BYTES;
        }
        a.ret();
        a.end();
    }

    private static void middle(Assembler a, Register page) {
        a.addi(page, page, HALF / 2);
        a.addi(page, page, HALF / 2);
    }
}
