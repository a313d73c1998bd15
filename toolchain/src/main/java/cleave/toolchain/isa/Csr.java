package cleave.toolchain.isa;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The control and status registers of this machine (volume II, "CSR Listing"; volume I, "Zicntr"
 * and "Zihpm"; Sstc): number, writable bits, meaning. The name in assembly language is the
 * constant's in lower case. Privilege and read-only come from the number's own bits.
 *
 * <p>The writable bits are those that a CSR instruction can ever change; which values are legal
 * among them (WARL) and what else a write does is the hart's business. A register listed here that
 * the hart gives no meaning reads zero and ignores writes. A number not listed here does not exist:
 * accessing it is an illegal instruction. The machine has sixteen PMP entries, no F and no H.
 */
public enum Csr {
    // ---- unprivileged counters ----
    CYCLE(0xc00, 0, "cycles of the hart, low word"),
    TIME(0xc01, 0, "wall-clock time in timebase ticks, low word"),
    INSTRET(0xc02, 0, "instructions retired, low word"),
    CYCLEH(0xc80, 0, "cycles of the hart, high word"),
    TIMEH(0xc81, 0, "wall-clock time in timebase ticks, high word"),
    INSTRETH(0xc82, 0, "instructions retired, high word"),

    // ---- supervisor ----
    SSTATUS(0x100, 0x000c_0122, "status: the supervisor's view of mstatus"),
    SIE(0x104, 0x0222, "interrupts enabled for the supervisor: a view of mie"),
    STVEC(0x105, ~2, "trap handler base and mode of the supervisor"),
    SCOUNTEREN(0x106, ~0, "counters that U-mode may read"),
    SENVCFG(0x10a, 1, "environment of U-mode: FIOM"),
    SSCRATCH(0x140, ~0, "scratch word of the supervisor's trap handler"),
    SEPC(0x141, ~1, "pc that supervisor traps return to"),
    SCAUSE(0x142, ~0, "cause of the last supervisor trap"),
    STVAL(0x143, ~0, "faulting address or instruction of the last supervisor trap"),
    SIP(0x144, 0x0002, "interrupts pending for the supervisor: a view of mip"),
    STIMECMP(0x14d, ~0, "time of the supervisor's timer interrupt, low word (Sstc)"),
    STIMECMPH(0x15d, ~0, "time of the supervisor's timer interrupt, high word (Sstc)"),
    SATP(0x180, ~0, "translation mode, ASID and root page table"),

    // ---- machine information ----
    MVENDORID(0xf11, 0, "JEDEC identity of the vendor; 0 is not implemented"),
    MARCHID(0xf12, 0, "identity of the microarchitecture; 0 is not implemented"),
    MIMPID(0xf13, 0, "version of the implementation; 0 is not implemented"),
    MHARTID(0xf14, 0, "number of this hart"),
    MCONFIGPTR(0xf15, 0, "address of a configuration structure; 0 is none"),

    // ---- machine trap setup and handling ----
    MSTATUS(0x300, 0x007e_19aa, "status: interrupt enables, privilege stack, memory privilege"),
    MISA(0x301, 0, "base width and extensions"),
    MEDELEG(0x302, 0xb3ff, "exceptions delegated to the supervisor"),
    MIDELEG(0x303, 0x0222, "interrupts delegated to the supervisor"),
    MIE(0x304, 0x0aaa, "interrupts enabled"),
    MTVEC(0x305, ~2, "trap handler base and mode of the machine"),
    MCOUNTEREN(0x306, ~0, "counters that S-mode may read"),
    MENVCFG(0x30a, 1, "environment of S- and U-mode, low word: FIOM"),
    MSTATUSH(0x310, 0, "status, high word: endianness, always little"),
    MENVCFGH(0x31a, 0xa000_0000, "environment, high word: STCE (Sstc), ADUE (Svadu)"),
    MCOUNTINHIBIT(0x320, ~2, "counters that stand still"),
    MSCRATCH(0x340, ~0, "scratch word of the machine's trap handler"),
    MEPC(0x341, ~1, "pc that machine traps return to"),
    MCAUSE(0x342, ~0, "cause of the last machine trap"),
    MTVAL(0x343, ~0, "faulting address or instruction of the last machine trap"),
    MIP(0x344, 0x0222, "interrupts pending"),

    // ---- physical memory protection ----
    PMPCFG0(0x3a0, 0x9f9f_9f9f, "configuration of PMP entries 0 to 3"),
    PMPCFG1(0x3a1, 0x9f9f_9f9f, "configuration of PMP entries 4 to 7"),
    PMPCFG2(0x3a2, 0x9f9f_9f9f, "configuration of PMP entries 8 to 11"),
    PMPCFG3(0x3a3, 0x9f9f_9f9f, "configuration of PMP entries 12 to 15"),
    PMPADDR0(0x3b0, ~0), PMPADDR1(0x3b1, ~0), PMPADDR2(0x3b2, ~0), PMPADDR3(0x3b3, ~0),
    PMPADDR4(0x3b4, ~0), PMPADDR5(0x3b5, ~0), PMPADDR6(0x3b6, ~0), PMPADDR7(0x3b7, ~0),
    PMPADDR8(0x3b8, ~0), PMPADDR9(0x3b9, ~0), PMPADDR10(0x3ba, ~0), PMPADDR11(0x3bb, ~0),
    PMPADDR12(0x3bc, ~0), PMPADDR13(0x3bd, ~0), PMPADDR14(0x3be, ~0), PMPADDR15(0x3bf, ~0),

    // ---- debug triggers: none, and software finds that out by reading zero ----
    TSELECT(0x7a0, 0, "trigger selected"),
    TDATA1(0x7a1, 0, "type of the selected trigger"),
    TDATA2(0x7a2, 0, "data of the selected trigger"),
    TDATA3(0x7a3, 0, "more data of the selected trigger"),

    // ---- machine counters ----
    MCYCLE(0xb00, ~0, "cycles of the hart, low word"),
    MINSTRET(0xb02, ~0, "instructions retired, low word"),
    MCYCLEH(0xb80, ~0, "cycles of the hart, high word"),
    MINSTRETH(0xb82, ~0, "instructions retired, high word"),

    // ---- hardware performance monitors: none count, all read zero ----
    HPMCOUNTER3(0xc03), HPMCOUNTER4(0xc04), HPMCOUNTER5(0xc05), HPMCOUNTER6(0xc06),
    HPMCOUNTER7(0xc07), HPMCOUNTER8(0xc08), HPMCOUNTER9(0xc09), HPMCOUNTER10(0xc0a),
    HPMCOUNTER11(0xc0b), HPMCOUNTER12(0xc0c), HPMCOUNTER13(0xc0d), HPMCOUNTER14(0xc0e),
    HPMCOUNTER15(0xc0f), HPMCOUNTER16(0xc10), HPMCOUNTER17(0xc11), HPMCOUNTER18(0xc12),
    HPMCOUNTER19(0xc13), HPMCOUNTER20(0xc14), HPMCOUNTER21(0xc15), HPMCOUNTER22(0xc16),
    HPMCOUNTER23(0xc17), HPMCOUNTER24(0xc18), HPMCOUNTER25(0xc19), HPMCOUNTER26(0xc1a),
    HPMCOUNTER27(0xc1b), HPMCOUNTER28(0xc1c), HPMCOUNTER29(0xc1d), HPMCOUNTER30(0xc1e),
    HPMCOUNTER31(0xc1f),
    HPMCOUNTER3H(0xc83), HPMCOUNTER4H(0xc84), HPMCOUNTER5H(0xc85), HPMCOUNTER6H(0xc86),
    HPMCOUNTER7H(0xc87), HPMCOUNTER8H(0xc88), HPMCOUNTER9H(0xc89), HPMCOUNTER10H(0xc8a),
    HPMCOUNTER11H(0xc8b), HPMCOUNTER12H(0xc8c), HPMCOUNTER13H(0xc8d), HPMCOUNTER14H(0xc8e),
    HPMCOUNTER15H(0xc8f), HPMCOUNTER16H(0xc90), HPMCOUNTER17H(0xc91), HPMCOUNTER18H(0xc92),
    HPMCOUNTER19H(0xc93), HPMCOUNTER20H(0xc94), HPMCOUNTER21H(0xc95), HPMCOUNTER22H(0xc96),
    HPMCOUNTER23H(0xc97), HPMCOUNTER24H(0xc98), HPMCOUNTER25H(0xc99), HPMCOUNTER26H(0xc9a),
    HPMCOUNTER27H(0xc9b), HPMCOUNTER28H(0xc9c), HPMCOUNTER29H(0xc9d), HPMCOUNTER30H(0xc9e),
    HPMCOUNTER31H(0xc9f),
    MHPMCOUNTER3(0xb03), MHPMCOUNTER4(0xb04), MHPMCOUNTER5(0xb05), MHPMCOUNTER6(0xb06),
    MHPMCOUNTER7(0xb07), MHPMCOUNTER8(0xb08), MHPMCOUNTER9(0xb09), MHPMCOUNTER10(0xb0a),
    MHPMCOUNTER11(0xb0b), MHPMCOUNTER12(0xb0c), MHPMCOUNTER13(0xb0d), MHPMCOUNTER14(0xb0e),
    MHPMCOUNTER15(0xb0f), MHPMCOUNTER16(0xb10), MHPMCOUNTER17(0xb11), MHPMCOUNTER18(0xb12),
    MHPMCOUNTER19(0xb13), MHPMCOUNTER20(0xb14), MHPMCOUNTER21(0xb15), MHPMCOUNTER22(0xb16),
    MHPMCOUNTER23(0xb17), MHPMCOUNTER24(0xb18), MHPMCOUNTER25(0xb19), MHPMCOUNTER26(0xb1a),
    MHPMCOUNTER27(0xb1b), MHPMCOUNTER28(0xb1c), MHPMCOUNTER29(0xb1d), MHPMCOUNTER30(0xb1e),
    MHPMCOUNTER31(0xb1f),
    MHPMCOUNTER3H(0xb83), MHPMCOUNTER4H(0xb84), MHPMCOUNTER5H(0xb85), MHPMCOUNTER6H(0xb86),
    MHPMCOUNTER7H(0xb87), MHPMCOUNTER8H(0xb88), MHPMCOUNTER9H(0xb89), MHPMCOUNTER10H(0xb8a),
    MHPMCOUNTER11H(0xb8b), MHPMCOUNTER12H(0xb8c), MHPMCOUNTER13H(0xb8d), MHPMCOUNTER14H(0xb8e),
    MHPMCOUNTER15H(0xb8f), MHPMCOUNTER16H(0xb90), MHPMCOUNTER17H(0xb91), MHPMCOUNTER18H(0xb92),
    MHPMCOUNTER19H(0xb93), MHPMCOUNTER20H(0xb94), MHPMCOUNTER21H(0xb95), MHPMCOUNTER22H(0xb96),
    MHPMCOUNTER23H(0xb97), MHPMCOUNTER24H(0xb98), MHPMCOUNTER25H(0xb99), MHPMCOUNTER26H(0xb9a),
    MHPMCOUNTER27H(0xb9b), MHPMCOUNTER28H(0xb9c), MHPMCOUNTER29H(0xb9d), MHPMCOUNTER30H(0xb9e),
    MHPMCOUNTER31H(0xb9f),
    MHPMEVENT3(0x323), MHPMEVENT4(0x324), MHPMEVENT5(0x325), MHPMEVENT6(0x326),
    MHPMEVENT7(0x327), MHPMEVENT8(0x328), MHPMEVENT9(0x329), MHPMEVENT10(0x32a),
    MHPMEVENT11(0x32b), MHPMEVENT12(0x32c), MHPMEVENT13(0x32d), MHPMEVENT14(0x32e),
    MHPMEVENT15(0x32f), MHPMEVENT16(0x330), MHPMEVENT17(0x331), MHPMEVENT18(0x332),
    MHPMEVENT19(0x333), MHPMEVENT20(0x334), MHPMEVENT21(0x335), MHPMEVENT22(0x336),
    MHPMEVENT23(0x337), MHPMEVENT24(0x338), MHPMEVENT25(0x339), MHPMEVENT26(0x33a),
    MHPMEVENT27(0x33b), MHPMEVENT28(0x33c), MHPMEVENT29(0x33d), MHPMEVENT30(0x33e),
    MHPMEVENT31(0x33f);

    /** There are this many CSR numbers. */
    public static final int NUMBERS = 0x1000;

    private static final Csr[] BY_NUMBER = byNumber();
    private static final Map<String, Csr> BY_NAME = byName();

    /** For {@link #member}: not one of a family. */
    private static final int SINGLE = -1;

    private final int number;
    private final int writableMask;
    private final String meaning;
    private final int member;

    Csr(int number, int writableMask, String meaning) {
        this(number, writableMask, meaning, SINGLE);
    }

    /** The address of a PMP entry. */
    Csr(int number, int writableMask) {
        this(number, writableMask, "bits 33 to 2 of the address of PMP entry ", number & 15);
    }

    /** A hardware performance monitor. */
    Csr(int number) {
        this(number, 0, (number & ~31) == 0x320 ? "event of performance monitor "
                : (number & 0x80) != 0 ? "high word of performance monitor "
                : "low word of performance monitor ", number & 31);
    }

    Csr(int number, int writableMask, String meaning, int member) {
        this.number = number;
        this.writableMask = writableMask;
        this.meaning = meaning;
        this.member = member;
    }

    /** The number in an instruction, 0 to 4095. */
    public int number() {
        return number;
    }

    /** The name in assembly language: {@code mstatus}. */
    public String assemblyName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The bits a CSR instruction can change. */
    public int writableMask() {
        return writableMask;
    }

    /** What it is, on one line. */
    public String meaning() {
        return member == SINGLE ? meaning : meaning + member;
    }

    /** The least privileged mode that may access it. */
    public PrivilegeMode minPrivilege() {
        return minPrivilege(number);
    }

    /** Whether every write is an illegal instruction. */
    public boolean isReadOnly() {
        return isReadOnly(number);
    }

    /**
     * Bits 9 and 8 of a number are the least privilege; the hypervisor's 2 needs M-mode where, as
     * here, there is no hypervisor.
     */
    public static PrivilegeMode minPrivilege(int number) {
        return Objects.requireNonNullElse(PrivilegeMode.of(number >>> 8 & 3),
                PrivilegeMode.MACHINE);
    }

    /** Bits 11 and 10 of a number, both set, mean read-only. */
    public static boolean isReadOnly(int number) {
        return (number >>> 10 & 3) == 3;
    }

    /** The CSR of that number, 0 to 4095; null when the machine has none. */
    public static Csr of(int number) {
        return BY_NUMBER[number];
    }

    /** The CSR of that assembly name; null when the machine has none. */
    public static Csr byName(String name) {
        return BY_NAME.get(name);
    }

    /** All of them by number, lowest first. */
    public static List<Csr> inOrder() {
        return Arrays.stream(BY_NUMBER).filter(Objects::nonNull).toList();
    }

    private static Csr[] byNumber() {
        Csr[] table = new Csr[NUMBERS];
        for (Csr csr : values()) {
            table[csr.number] = csr;
        }
        return table;
    }

    private static Map<String, Csr> byName() {
        Map<String, Csr> map = new HashMap<>();
        for (Csr csr : values()) {
            map.put(csr.assemblyName(), csr);
        }
        return map;
    }
}
