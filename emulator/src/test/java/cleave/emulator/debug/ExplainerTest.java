package cleave.emulator.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.debug.Explainer.Policy;
import cleave.emulator.hart.CsrRefusal;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private static final int START = Guest.START;
    private static final int MPP_SUPERVISOR = 1 << 11;
    private static final int MPRV = 1 << 17;
    private static final int TVM = 1 << 20;
    private static final int TW = 1 << 21;
    private static final int TSR = 1 << 22;

    private final StringBuilder told = new StringBuilder();

    private Explainer listen(Guest guest, Policy policy) {
        Explainer explainer = new Explainer(guest.machine,
                Guest.symbols(Guest.function("main", START, 0x40)), policy, told::append);
        guest.hart.setTrapListener(explainer);
        return explainer;
    }

    /** Why the first instruction, an illegal one, is so. */
    private String why(Guest guest) {
        told.setLength(0);
        listen(guest, Policy.EXCEPTIONS);
        guest.machine.step();
        return told.toString().lines().filter(line -> line.startsWith("  why "))
                .map(line -> line.substring(11)).findFirst().orElse(told.toString());
    }

    private static Guest in(int mode) {
        return new Guest().openPmp().mode(mode);
    }

    @Test
    void everyReasonWhyACsrCannotBeAccessedIsTold() {
        Set<CsrRefusal> seen = EnumSet.noneOf(CsrRefusal.class);
        Object[][] cases = {
            {in(Hart.M).word(Instruction.CSRRS.encode(10, 0, 0, 0x7c0)),
                CsrRefusal.DOES_NOT_EXIST, "CSR 0x7c0 (0x7c0): this machine has no such CSR"},
            {in(Hart.M).word(Instruction.CSRRS.encode(10, 0, 0, 3)),
                CsrRefusal.DOES_NOT_EXIST, "CSR fcsr (0x003): this machine has no such CSR"},
            {in(Hart.U).csrr("a0", Csr.SATP), CsrRefusal.NEEDS_PRIVILEGE,
                "satp needs S-mode, and the hart is in U-mode"},
            {in(Hart.S).csrr("a0", Csr.MSTATUS), CsrRefusal.NEEDS_PRIVILEGE,
                "mstatus needs M-mode, and the hart is in S-mode"},
            {in(Hart.M).csrw(Csr.MHARTID, "a0"), CsrRefusal.READ_ONLY,
                "mhartid: the CSR is read-only"},
            {in(Hart.S).set(Csr.MSTATUS, TVM).csrr("a0", Csr.SATP), CsrRefusal.TRAPPED_BY_TVM,
                "satp: mstatus.TVM=1 keeps S-mode from satp"},
            {in(Hart.S).csrr("a0", Csr.CYCLE), CsrRefusal.CLOSED_BY_MCOUNTEREN,
                "cycle: mcounteren does not open it below M-mode"},
            {in(Hart.U).set(Csr.MCOUNTEREN, -1).csrr("a0", Csr.TIME),
                CsrRefusal.CLOSED_BY_SCOUNTEREN, "time: scounteren does not open it to U-mode"},
            {in(Hart.S).csrr("a0", Csr.STIMECMP), CsrRefusal.WITHOUT_STCE,
                "stimecmp: menvcfg.STCE=0 keeps S-mode from stimecmp"},
        };
        for (Object[] row : cases) {
            assertEquals(row[2], why((Guest) row[0]));
            seen.add((CsrRefusal) row[1]);
        }
        assertEquals(EnumSet.allOf(CsrRefusal.class), seen);
    }

    @Test
    void everyReasonWhyAPrivilegedInstructionIsIllegalIsTold() {
        assertEquals("mret needs M-mode, and the hart is in S-mode",
                why(in(Hart.S).add(Instruction.MRET)));
        assertEquals("sret needs S-mode, and the hart is in U-mode",
                why(in(Hart.U).add(Instruction.SRET)));
        assertEquals("mstatus.TSR=1 keeps S-mode from sret",
                why(in(Hart.S).set(Csr.MSTATUS, TSR).add(Instruction.SRET)));
        assertEquals("wfi needs S-mode, and the hart is in U-mode",
                why(in(Hart.U).add(Instruction.WFI)));
        assertEquals("mstatus.TW=1 keeps S-mode from wfi",
                why(in(Hart.S).set(Csr.MSTATUS, TW).add(Instruction.WFI)));
        assertEquals("sfence.vma needs S-mode, and the hart is in U-mode",
                why(in(Hart.U).add(Instruction.SFENCE_VMA)));
        assertEquals("mstatus.TVM=1 keeps S-mode from sfence.vma",
                why(in(Hart.S).set(Csr.MSTATUS, TVM).add(Instruction.SFENCE_VMA)));
    }

    @Test
    void bitsThatAreNoInstructionAreToldByWhatTheyBelongTo() {
        String elsewhere = "the encoding is reserved, or belongs to an extension this machine does "
                + "not have";
        String floating = "it belongs to the F or D extension, which this machine does not have: "
                + "build with -march=rv32ima -mabi=ilp32";
        String wide = "it belongs to RV64, and this machine is RV32: build with -march=rv32ima";
        assertEquals("sixteen zero bits are no instruction: this is memory that holds no code",
                why(in(Hart.M).word(0)));
        assertEquals("thirty-two one bits are no instruction: this is memory that holds no code",
                why(in(Hart.M).word(-1)));
        assertEquals(elsewhere, why(in(Hart.M).word(0x0000_000b)));
        assertEquals(elsewhere, why(in(Hart.M).word(0x0000_8000)));
        assertEquals(floating, why(in(Hart.M).word(0x0005_2507)));
        assertEquals(floating, why(in(Hart.M).word(0x00b5_7553)));
        assertEquals(wide, why(in(Hart.M).word(0x0005_3503)));
        assertEquals(wide, why(in(Hart.M).word(0x00b5_053b)));
        assertEquals(wide, why(in(Hart.M).word(0x00a5_3023)));
        assertEquals("it belongs to the V extension, which this machine does not have",
                why(in(Hart.M).word(0x0d00_7557)));
        assertEquals("it belongs to the compressed floating-point instructions, and this machine "
                + "has no F or D extension", why(in(Hart.M).word(0x6108)));
    }

    @Test
    void wholeExplanationOfAnIllegalInstruction() {
        Guest guest = in(Hart.U).csrw(Csr.SATP, "a0").set(Csr.MEDELEG, 1 << 2)
                .set(Csr.STVEC, START + 0x40);
        listen(guest, Policy.EXCEPTIONS);
        guest.machine.step();
        assertEquals("trap: illegal instruction in U-mode at cycle 0\n"
                + "  at       0x80000000 <main>: csrw satp,a0\n"
                + "  why      satp needs S-mode, and the hart is in U-mode\n"
                + "  handler  S-mode at stvec, 0x80000040 <main+0x40> (medeleg bit 2 is set)\n",
                told.toString());
    }

    @Test
    void accessByTheRightsOfAnotherModeIsSaidToBeSo() {
        Guest guest = in(Hart.M).set(Csr.SATP, 1 << 31 | Guest.ROOT >>> 12)
                .set(Csr.MSTATUS, MPRV | MPP_SUPERVISOR)
                .add(Instruction.LW, "a0", "zero", "zero", 0x10);
        listen(guest, Policy.EXCEPTIONS);
        guest.machine.step();
        assertEquals("trap: load page fault in M-mode at cycle 0\n"
                + "  at       0x80000000 <main>: lw a0,16(zero)\n"
                + "  address  0x00000010\n"
                + "  rights   mstatus.MPRV=1: loads and stores of M-mode have the rights of MPP=S\n"
                + "  walk     satp 0x80080080: Sv32, ASID 0, root table at 0x80080000; load as "
                + "S-mode, SUM=0, MXR=0\n"
                + "           level 1: PTE 0 at 0x80080000 = 0x00000000 --------: not valid\n"
                + "           no physical address: the PTE is not valid (V=0)\n"
                + "  handler  M-mode at mtvec, 0x00000000, where there is no memory (medeleg bit "
                + "13 is clear)\n", told.toString());
    }

    @Test
    void untranslatedAccessThatNothingAnswersIsTold() {
        Guest guest = in(Hart.M).lui("a0", 0x5000_0000)
                .add(Instruction.SW, "zero", "a0", "a0", 4).set(Csr.MTVEC, START);
        listen(guest, Policy.EXCEPTIONS);
        guest.steps(2);
        assertEquals("trap: store/AMO access fault in M-mode at cycle 1\n"
                + "  at       0x80000004 <main+0x4>: sw a0,4(a0)\n"
                + "  address  0x50000004\n"
                + "  walk     not translated: satp is Bare\n"
                + "           physical address 0x50000004: refused: neither memory nor a device "
                + "answers at the physical address\n"
                + "  handler  M-mode at mtvec, 0x80000000 <main> (medeleg bit 7 is clear)\n",
                told.toString());
    }

    @Test
    void misalignedAccessesAreToldByTheirKind() {
        HartOptions trapping = new HartOptions(16, true, true, TimingModel.UNIT);
        assertEquals("the address is no multiple of 4, and misaligned accesses trap (--misaligned "
                + "trap)", why(new Guest(trapping).add(Instruction.LW, "a0", "zero", "zero", 2)));
        assertEquals("the address is no multiple of 2, and misaligned accesses trap (--misaligned "
                + "trap)", why(new Guest(trapping).add(Instruction.SH, "zero", "zero", "zero", 1)));
        Guest atomic = new Guest();
        atomic.hart.setX(10, START + 0x1002);
        assertEquals("atomic accesses must be aligned to 4 bytes",
                why(atomic.add(Instruction.AMOADD_W, "zero", "a0", "zero", 0)));
    }

    @Test
    void callsAndInterruptsAreToldOnlyWhenAllIsAsked() {
        Guest guest = in(Hart.U).set(Csr.MTVEC, START).add(Instruction.ECALL);
        guest.hart.setX(17, 64);
        listen(guest, Policy.EXCEPTIONS);
        guest.machine.step();
        assertEquals("", told.toString());

        Guest second = in(Hart.U).set(Csr.MTVEC, START | 1).set(Csr.MIE, 1 << 3)
                .add(Instruction.ECALL);
        second.hart.setX(17, 64);
        listen(second, Policy.ALL);
        second.machine.step();
        second.hart.setWire(1 << 3, true);
        second.mode(Hart.S).machine.step();
        assertEquals("trap: environment call from U-mode in U-mode at cycle 0\n"
                + "  at       0x80000000 <main>: ecall\n"
                + "  call     a7=0x40 a0=0x0 a1=0x0 a2=0x0\n"
                + "  handler  M-mode at mtvec, 0x80000000 <main> (medeleg bit 8 is clear)\n"
                + "trap: machine software interrupt in S-mode at cycle 1\n"
                + "  at       0x80000000 <main>: ecall\n"
                + "  handler  M-mode at mtvec, 0x8000000c <main+0xc> (mideleg bit 3 is clear)\n",
                told.toString());
    }

    @Test
    void trapThatComesAgainIsCounted() {
        Guest guest = in(Hart.M).word(0).set(Csr.MTVEC, START);
        Explainer explainer = listen(guest, Policy.EXCEPTIONS);
        guest.steps(5);
        explainer.finish();
        explainer.finish();
        assertEquals(1, told.toString().split("trap: illegal instruction", -1).length - 1);
        assertTrue(told.toString().endsWith("trap: the same again, 4 times\n"), told.toString());
    }
}
