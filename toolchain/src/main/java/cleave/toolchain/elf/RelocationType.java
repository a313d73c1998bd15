package cleave.toolchain.elf;

import java.util.HashMap;
import java.util.Map;

/**
 * {@code R_RISCV_}: how a place depends on a symbol (RISC-V ELF psABI, "Relocations"). Those for
 * dynamic linking and for thread-local storage have no name here.
 */
public enum RelocationType {
    NONE(0),
    /** A word that holds an address. */
    WORD(1),
    BRANCH(16),
    JAL(17),
    /** {@code auipc} and {@code jalr}; the older of two numbers for the same thing. */
    CALL(18),
    CALL_PLT(19),
    PCREL_HI20(23),
    /** In {@code addi} and loads; its symbol stands at the {@code auipc}. */
    PCREL_LO12_I(24),
    /** The same in stores. */
    PCREL_LO12_S(25),
    HI20(26),
    LO12_I(27),
    LO12_S(28),
    ADD8(33),
    ADD16(34),
    ADD32(35),
    ADD64(36),
    SUB8(37),
    SUB16(38),
    SUB32(39),
    SUB64(40),
    /** The linker shortens the {@code nop}s here until what follows is aligned. */
    ALIGN(43),
    RVC_BRANCH(44),
    RVC_JUMP(45),
    /** The linker may shorten what another relocation at this place stands for. */
    RELAX(51),
    SUB6(52),
    SET6(53),
    SET8(54),
    SET16(55),
    SET32(56),
    PCREL32(57),
    SET_ULEB128(60),
    SUB_ULEB128(61);

    private static final Map<Integer, RelocationType> BY_NUMBER = byNumber();

    private final int number;

    RelocationType(int number) {
        this.number = number;
    }

    /** As in {@code r_info}. */
    public int number() {
        return number;
    }

    /** As the psABI calls it. */
    @Override
    public String toString() {
        return "R_RISCV_" + switch (this) {
            case WORD -> "32";
            case PCREL32 -> "32_PCREL";
            default -> name();
        };
    }

    /** The type of that number, or null when it has no name here. */
    static RelocationType of(int number) {
        return BY_NUMBER.get(number);
    }

    private static Map<Integer, RelocationType> byNumber() {
        Map<Integer, RelocationType> map = new HashMap<>();
        for (RelocationType type : values()) {
            map.put(type.number, type);
        }
        return map;
    }
}
