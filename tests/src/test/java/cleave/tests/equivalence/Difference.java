package cleave.tests.equivalence;

import cleave.emulator.hart.Hart;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StepObserver;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Disassembler;
import java.util.Arrays;

/**
 * Two engines disagree.
 *
 * @param engine the one that is not as the first
 * @param cycle the first at which the states differ
 * @param text all that is known, in lines: the instructions that led there, and both states
 */
record Difference(String engine, long cycle, String text) {
    /** So many cycles before a difference are shown as instructions. */
    static final int SHOWN = 12;
    private static final int BYTES_MAX = 8;

    /**
     * @param before the first engine's machine some cycles before, which is run on
     * @param expected the same at the first cycle where they differ
     */
    static Difference of(String subject, String first, String engine, Machine before,
            Machine expected, Machine actual) {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%s: %s and %s differ at cycle %d; before that:%n", subject,
                first, engine, expected.hart().cycle));
        trace(text, before, expected.hart().cycle);
        Hart a = expected.hart();
        Hart b = actual.hart();
        text.append(String.format("  %-16s %-18s %s%n", "", first, engine));
        note(text, "pc", a.pc, b.pc);
        note(text, "cycle", a.cycle, b.cycle);
        note(text, "retired", a.retired, b.retired);
        note(text, "mode", a.mode(), b.mode());
        for (int i = 1; i < 32; i++) {
            note(text, "x" + i, a.x[i], b.x[i]);
        }
        for (Csr csr : Csr.values()) {
            note(text, csr.toString(), a.csrs().read(csr), b.csrs().read(csr));
        }
        memory(text, expected, actual);
        return new Difference(engine, a.cycle, text.toString());
    }

    private static void trace(StringBuilder text, Machine machine, long end) {
        machine.setObserver(new StepObserver() {
            @Override
            public void before(Hart hart) {
                int entry = hart.mmu().fetchEntries()[hart.pc >>> 12];
                text.append(String.format("  %8d %s %08x  %s%n", hart.cycle,
                        "US?M".charAt(hart.mode()), hart.pc,
                        entry < 0 ? "(to be translated)" : disassemble(machine, hart.pc,
                                entry | hart.pc & 0xfff)));
            }

            @Override
            public void after(Hart hart) {
                // What it did shows in the next line, or in the states.
            }
        });
        machine.run(Math.max(0, end - machine.hart().cycle));
    }

    private static String disassemble(Machine machine, int pc, int offset) {
        byte[] bytes = machine.memory().bytes();
        int word = 0;
        for (int i = Math.min(4, bytes.length - offset) - 1; i >= 0; i--) {
            word = word << 8 | bytes[offset + i] & 0xff;
        }
        return Disassembler.exact().disassemble(pc, word).toString();
    }

    private static void note(StringBuilder text, String name, long a, long b) {
        if (a != b) {
            text.append(String.format("  %-16s 0x%-16x 0x%x%n", name, a, b));
        }
    }

    private static void memory(StringBuilder text, Machine expected, Machine actual) {
        byte[] a = expected.memory().bytes();
        byte[] b = actual.memory().bytes();
        int at = Arrays.mismatch(a, b);
        for (int shown = 0; at >= 0 && shown < BYTES_MAX; shown++) {
            note(text, String.format("byte %08x", expected.memory().addressOf(at)),
                    a[at] & 0xff, b[at] & 0xff);
            int next = Arrays.mismatch(a, at + 1, a.length, b, at + 1, b.length);
            at = next < 0 ? -1 : at + 1 + next;
        }
    }
}
