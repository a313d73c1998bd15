package cleave.toolchain.isa;

import java.util.HashMap;
import java.util.Map;

/**
 * The SBI extensions that our firmware offers, by the number that a7 carries (SBI specification
 * 2.0, chapters 4 to 12). Whatever is not listed here does not exist: probing it returns 0 and
 * calling it returns {@link SbiError#NOT_SUPPORTED}; so it is with PMU, SUSP, CPPC, NACL, STA and
 * all vendor extensions.
 */
public enum SbiExtension {
    LEGACY_SET_TIMER(0x00),
    LEGACY_CONSOLE_PUTCHAR(0x01),
    LEGACY_CONSOLE_GETCHAR(0x02),
    LEGACY_CLEAR_IPI(0x03),
    LEGACY_SEND_IPI(0x04),
    LEGACY_REMOTE_FENCE_I(0x05),
    LEGACY_REMOTE_SFENCE_VMA(0x06),
    LEGACY_REMOTE_SFENCE_VMA_ASID(0x07),
    LEGACY_SHUTDOWN(0x08),
    BASE(0x10),
    TIME(0x5449_4d45),
    IPI(0x0073_5049),
    RFENCE(0x5246_4e43),
    HSM(0x0048_534d),
    SRST(0x5352_5354),
    DBCN(0x4442_434e);

    /** Legacy extensions have numbers up to this one; they return nothing in a1 (chapter 5). */
    public static final int LAST_LEGACY = 0x0f;

    private static final Map<Integer, SbiExtension> BY_ID = byId();

    private final int id;

    SbiExtension(int id) {
        this.id = id;
    }

    /** The number in a7. */
    public int id() {
        return id;
    }

    /** Whether it is one call of version 0.1, for which a6 and a1 have no meaning. */
    public boolean isLegacy() {
        return id <= LAST_LEGACY;
    }

    /** The extension of that number; null when there is none. */
    public static SbiExtension of(int id) {
        return BY_ID.get(id);
    }

    private static Map<Integer, SbiExtension> byId() {
        Map<Integer, SbiExtension> map = new HashMap<>();
        for (SbiExtension extension : values()) {
            map.put(extension.id, extension);
        }
        return map;
    }
}
