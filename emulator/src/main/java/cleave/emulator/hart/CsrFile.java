package cleave.emulator.hart;

import cleave.emulator.mmu.Pmp;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.CsrOperation;

/**
 * The control and status registers: who may access which, what a read shows, and what a write
 * makes of the value (WARL). The list of registers and their writable bits is the table
 * {@link Csr}; section numbers are those of the privileged specification.
 */
public final class CsrFile {
    /** {@code menvcfgh.STCE}: {@code stimecmp} is in use. */
    static final int STCE = 1 << 31;
    /** {@code menvcfgh.ADUE}: hardware updates A and D bits. */
    static final int ADUE = 1 << 29;
    /** ASIDs have nine bits. */
    static final int ASID_MASK = 0x1ff;

    private static final int PPN_MASK = (1 << 22) - 1;
    private static final int MISA_RV32 = 1 << 30;
    private static final String EXTENSIONS = "ABCIMSU";

    private static final int CY = 1;
    private static final int TM = 1 << 1;
    private static final int IR = 1 << 2;

    private final Hart hart;

    CsrFile(Hart hart) {
        this.hart = hart;
    }

    static int asid(int satp) {
        return satp >>> 22 & ASID_MASK;
    }

    static int ppn(int satp) {
        return satp & PPN_MASK;
    }

    /** The value of {@code misa}: RV32 with the extensions of this machine. */
    public static int misa() {
        int bits = MISA_RV32;
        for (char letter : EXTENSIONS.toCharArray()) {
            bits |= 1 << letter - 'A';
        }
        return bits;
    }

    /**
     * Executes the access of a CSR instruction.
     *
     * @param operand rs1 or the immediate
     * @param writes whether it writes at all: {@code csrrs} and {@code csrrc} with x0 or 0 do not
     * @return the old value, zero-extended, or -1 for an illegal instruction
     */
    public long access(int number, CsrOperation operation, int operand, boolean writes) {
        Csr csr = Csr.of(number);
        if (refusal(csr, writes) != null) {
            return -1;
        }
        int old = read(csr);
        if (writes) {
            int base = csr == Csr.MIP || csr == Csr.SIP
                    ? hart.interrupts().pendingToModify() : old;
            write(csr, operation.apply(base, operand));
        }
        return old & 0xffff_ffffL;
    }

    /** Why an access is an illegal instruction in the hart's mode now; null when it is legal. */
    public CsrRefusal refusal(Csr csr, boolean writes) {
        if (csr == null) {
            return CsrRefusal.DOES_NOT_EXIST;
        }
        if (hart.mode() < csr.minPrivilege().level()) {
            return CsrRefusal.NEEDS_PRIVILEGE;
        }
        if (writes && csr.isReadOnly()) {
            return CsrRefusal.READ_ONLY;
        }
        int number = csr.number();
        if (number >= Csr.CYCLE.number() && number <= Csr.HPMCOUNTER31H.number()) {
            return counterRefusal(1 << (number & 31));
        }
        return switch (csr) {
            case SATP -> hart.mayManageTranslation() ? null : CsrRefusal.TRAPPED_BY_TVM;
            case STIMECMP, STIMECMPH -> timerCompareRefusal();
            case PMPCFG0, PMPCFG1, PMPCFG2, PMPCFG3, PMPADDR0, PMPADDR1, PMPADDR2, PMPADDR3,
                PMPADDR4, PMPADDR5, PMPADDR6, PMPADDR7, PMPADDR8, PMPADDR9, PMPADDR10, PMPADDR11,
                PMPADDR12, PMPADDR13, PMPADDR14, PMPADDR15 ->
                    hart.mmu().pmp().entries() > 0 ? null : CsrRefusal.DOES_NOT_EXIST;
            default -> null;
        };
    }

    /** {@code mcounteren} opens a counter to S-mode, and with {@code scounteren} to U-mode. */
    private CsrRefusal counterRefusal(int bit) {
        int mode = hart.mode();
        if (mode != Hart.M && (hart.mcounteren & bit) == 0) {
            return CsrRefusal.CLOSED_BY_MCOUNTEREN;
        }
        return mode == Hart.U && (hart.scounteren & bit) == 0
                ? CsrRefusal.CLOSED_BY_SCOUNTEREN : null;
    }

    private CsrRefusal timerCompareRefusal() {
        if (hart.mode() == Hart.M) {
            return null;
        }
        if ((hart.menvcfgh & STCE) == 0) {
            return CsrRefusal.WITHOUT_STCE;
        }
        return (hart.mcounteren & TM) == 0 ? CsrRefusal.CLOSED_BY_MCOUNTEREN : null;
    }

    /** The value of a register as an instruction of sufficient privilege would read it. */
    public int read(Csr csr) {
        return switch (csr) {
            case SSTATUS -> hart.mstatus & Status.SUPERVISOR_BITS;
            case SIE -> hart.interrupts().enabled() & hart.interrupts().delegated();
            case SIP -> hart.interrupts().pending() & hart.interrupts().delegated();
            case STVEC -> hart.stvec;
            case SCOUNTEREN -> hart.scounteren;
            case SENVCFG -> hart.senvcfg;
            case SSCRATCH -> hart.sscratch;
            case SEPC -> hart.sepc;
            case SCAUSE -> hart.scause;
            case STVAL -> hart.stval;
            case STIMECMP -> (int) hart.timerCompare().compare();
            case STIMECMPH -> (int) (hart.timerCompare().compare() >>> 32);
            case SATP -> hart.satp;
            case MSTATUS -> hart.mstatus;
            case MISA -> misa();
            case MEDELEG -> hart.medeleg;
            case MIDELEG -> hart.interrupts().delegated();
            case MIE -> hart.interrupts().enabled();
            case MTVEC -> hart.mtvec;
            case MCOUNTEREN -> hart.mcounteren;
            case MENVCFG -> hart.menvcfg;
            case MENVCFGH -> hart.menvcfgh;
            case MCOUNTINHIBIT -> hart.mcountinhibit;
            case MSCRATCH -> hart.mscratch;
            case MEPC -> hart.mepc;
            case MCAUSE -> hart.mcause;
            case MTVAL -> hart.mtval;
            case MIP -> hart.interrupts().pending();
            case CYCLE, MCYCLE -> (int) cycle();
            case CYCLEH, MCYCLEH -> (int) (cycle() >>> 32);
            case INSTRET, MINSTRET -> (int) retired();
            case INSTRETH, MINSTRETH -> (int) (retired() >>> 32);
            case TIME -> (int) time();
            case TIMEH -> (int) (time() >>> 32);
            default -> readPmp(csr);
        };
    }

    private int readPmp(Csr csr) {
        int addr = csr.number() - Csr.PMPADDR0.number();
        int cfg = csr.number() - Csr.PMPCFG0.number();
        Pmp pmp = hart.mmu().pmp();
        if (addr >= 0 && addr < Pmp.MAX_ENTRIES) {
            return pmp.readAddr(addr);
        }
        return cfg >= 0 && cfg < Pmp.MAX_ENTRIES / 4 ? pmp.readCfg(cfg) : 0;
    }

    private long cycle() {
        return hart.cycleCounter().read(hart.cycle);
    }

    private long retired() {
        return hart.retiredCounter().read(hart.retired);
    }

    private long time() {
        hart.presentTime();
        return hart.timer().ticks();
    }

    /** Writes a register as a CSR instruction of sufficient privilege would. */
    public void write(Csr csr, int value) {
        int masked = value & csr.writableMask();
        switch (csr) {
            case STVEC -> hart.stvec = masked;
            case SCOUNTEREN -> hart.scounteren = masked;
            case SENVCFG -> hart.senvcfg = masked;
            case SSCRATCH -> hart.sscratch = masked;
            case SEPC -> hart.sepc = masked;
            case SCAUSE -> hart.scause = masked;
            case STVAL -> hart.stval = masked;
            case MEDELEG -> hart.medeleg = masked;
            case MTVEC -> hart.mtvec = masked;
            case MCOUNTEREN -> hart.mcounteren = masked;
            case MENVCFG -> hart.menvcfg = masked;
            case MSCRATCH -> hart.mscratch = masked;
            case MEPC -> hart.mepc = masked;
            case MCAUSE -> hart.mcause = masked;
            case MTVAL -> hart.mtval = masked;
            case SSTATUS -> writeStatus(value, Status.SUPERVISOR_BITS);
            case MSTATUS -> writeStatus(value, Status.MACHINE_BITS);
            case SATP -> writeSatp(masked);
            case MENVCFGH -> writeMenvcfgh(masked);
            case SIE, MIE, SIP, MIP, MIDELEG -> writeInterrupts(csr, value);
            default -> writeCounterOrPmp(csr, value);
        }
    }

    /**
     * Writes a register between two instructions, as a debugger does. A counter has then exactly
     * this value; when an instruction writes it, the instruction itself is not counted.
     */
    public void poke(Csr csr, int value) {
        write(csr, value);
        switch (csr) {
            case MCYCLE, MCYCLEH -> hart.cycleCounter().writtenFromOutside();
            case MINSTRET, MINSTRETH -> hart.retiredCounter().writtenFromOutside();
            default -> { }
        }
    }

    private void writeStatus(int value, int mask) {
        hart.mstatus = Status.write(hart.mstatus, value, mask);
        hart.contextChanged();
        hart.interruptsChanged();
    }

    /** Bare and Sv32 are all there is; translations of another table are dropped. */
    private void writeSatp(int value) {
        if (value != hart.satp) {
            hart.satp = value;
            hart.mmu().setRoot(ppn(value));
            hart.mmu().flushTranslated();
            hart.contextChanged();
        }
    }

    private void writeMenvcfgh(int value) {
        int adue = hart.options().hardwareAd() ? 0 : ADUE;
        hart.menvcfgh = value & (STCE | adue);
        hart.mmu().flushTranslated();
        hart.environmentChanged();
    }

    private void writeInterrupts(Csr csr, int value) {
        Interrupts interrupts = hart.interrupts();
        switch (csr) {
            case SIE -> interrupts.writeEnabled(value, interrupts.delegated());
            case MIE -> interrupts.writeEnabled(value, Interrupts.ALL);
            case SIP -> interrupts.writePending(value, Interrupts.SSI & interrupts.delegated());
            case MIP -> interrupts.writePending(value, Interrupts.SUPERVISOR);
            default -> interrupts.writeDelegated(value);
        }
        hart.interruptsChanged();
    }

    private void writeCounterOrPmp(Csr csr, int value) {
        long word = value & 0xffff_ffffL;
        switch (csr) {
            case STIMECMP -> writeTimerCompare(
                    hart.timerCompare().compare() & ~0xffff_ffffL | word);
            case STIMECMPH -> writeTimerCompare(
                    hart.timerCompare().compare() & 0xffff_ffffL | word << 32);
            case MCYCLE -> hart.cycleCounter().write(cycle() & ~0xffff_ffffL | word, hart.cycle);
            case MCYCLEH -> hart.cycleCounter().write(
                    cycle() & 0xffff_ffffL | word << 32, hart.cycle);
            case MINSTRET -> hart.retiredCounter().write(
                    retired() & ~0xffff_ffffL | word, hart.retired);
            case MINSTRETH -> hart.retiredCounter().write(
                    retired() & 0xffff_ffffL | word << 32, hart.retired);
            case MCOUNTINHIBIT -> writeInhibit(value & csr.writableMask());
            default -> writePmp(csr, value);
        }
    }

    private void writeTimerCompare(long value) {
        hart.presentTime();
        hart.timerCompare().setCompare(value);
        hart.yield = true;
    }

    private void writeInhibit(int value) {
        hart.mcountinhibit = value;
        hart.cycleCounter().setInhibited((value & CY) != 0, hart.cycle);
        hart.retiredCounter().setInhibited((value & IR) != 0, hart.retired);
    }

    private void writePmp(Csr csr, int value) {
        int addr = csr.number() - Csr.PMPADDR0.number();
        int cfg = csr.number() - Csr.PMPCFG0.number();
        Pmp pmp = hart.mmu().pmp();
        if (addr >= 0 && addr < Pmp.MAX_ENTRIES) {
            pmp.writeAddr(addr, value);
            hart.mmu().flushAll();
        } else if (cfg >= 0 && cfg < Pmp.MAX_ENTRIES / 4) {
            pmp.writeCfg(cfg, value);
            hart.mmu().flushAll();
        }
    }
}
