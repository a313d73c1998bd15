package cleave.emulator.debug.gdb;

import cleave.emulator.hart.Hart;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.PrivilegeMode;

/**
 * The hart's registers by the numbers of {@link TargetDescription}.
 *
 * <p>GDB takes it that a watchpoint of RISC-V stops <em>before</em> the access (Debug
 * specification, trigger timing; QEMU does so), and then steps over it. Here the access has been
 * made, so {@code pc} is shown as it was before, and the step that follows only shows the true one.
 */
final class GdbRegisters {
    private final Hart hart;
    private boolean pcIsBehind;
    private int shownPc;

    GdbRegisters(Hart hart) {
        this.hart = hart;
    }

    /** Shows {@code pc} as that of the instruction executed last. */
    void showBefore(int pc) {
        pcIsBehind = true;
        shownPc = pc;
    }

    /** Shows the true {@code pc} again; whether another was shown. */
    boolean catchUp() {
        boolean wasBehind = pcIsBehind;
        pcIsBehind = false;
        return wasBehind;
    }

    private int pc() {
        return pcIsBehind ? shownPc : hart.pc;
    }

    int read(long number) throws Refusal {
        if (number < 0 || number > TargetDescription.PRIV) {
            throw new Refusal(Refusal.BAD_ADDRESS);
        }
        if (number < TargetDescription.PC) {
            return hart.x[(int) number];
        }
        if (number == TargetDescription.PC) {
            return pc();
        }
        return number == TargetDescription.PRIV ? hart.mode() : hart.csrs().read(csr(number));
    }

    /** Writes what a CSR instruction could write; x0 and read-only CSRs stay as they are. */
    void write(long number, int value) throws Refusal {
        if (number < 0 || number > TargetDescription.PRIV) {
            throw new Refusal(Refusal.BAD_ADDRESS);
        }
        if (number < TargetDescription.PC) {
            hart.setX((int) number, value);
        } else if (number == TargetDescription.PC) {
            if (value != pc()) {
                catchUp();
                hart.continueAt(value);
            }
        } else if (number == TargetDescription.PRIV) {
            if (PrivilegeMode.of(value) == null) {
                throw new Refusal(Refusal.INVALID);
            }
            hart.setPrivilege(value);
        } else {
            hart.csrs().poke(csr(number), value);
        }
    }

    private static Csr csr(long number) throws Refusal {
        long csrNumber = number - TargetDescription.FIRST_CSR;
        Csr csr = csrNumber < 0 ? null : Csr.of((int) csrNumber);
        if (csr == null) {
            throw new Refusal(Refusal.BAD_ADDRESS);
        }
        return csr;
    }

    /** The general registers as a {@code g} packet carries them. */
    String readGeneral() throws Refusal {
        StringBuilder text = new StringBuilder();
        for (int number = 0; number < TargetDescription.GENERAL; number++) {
            text.append(PacketText.hexWord(read(number)));
        }
        return text.toString();
    }

    /** Writes the general registers, as many as there are words. */
    void writeGeneral(byte[] words) throws Refusal {
        int count = Math.min(words.length / 4, TargetDescription.GENERAL);
        for (int number = 0; number < count; number++) {
            write(number, word(words, 4 * number));
        }
    }

    /** A word of the guest's byte order. */
    static int word(byte[] bytes, int at) throws Refusal {
        if (bytes.length < at + 4) {
            throw new Refusal(Refusal.INVALID);
        }
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16
                | bytes[at + 3] << 24;
    }
}
