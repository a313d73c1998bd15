package cleave.toolchain.isa;

import static cleave.toolchain.isa.SbiExtension.BASE;
import static cleave.toolchain.isa.SbiExtension.DBCN;
import static cleave.toolchain.isa.SbiExtension.HSM;
import static cleave.toolchain.isa.SbiExtension.IPI;
import static cleave.toolchain.isa.SbiExtension.RFENCE;
import static cleave.toolchain.isa.SbiExtension.SRST;
import static cleave.toolchain.isa.SbiExtension.TIME;

import java.util.Arrays;
import java.util.List;

/**
 * The SBI functions that our firmware offers: extension and the number that a6 carries (SBI
 * specification 2.0). Any other number of an extension is {@link SbiError#NOT_SUPPORTED}; so are
 * the four {@code hfence} functions of RFENCE, for there is no hypervisor extension.
 */
public enum SbiFunction {
    LEGACY_SET_TIMER(SbiExtension.LEGACY_SET_TIMER, 0),
    LEGACY_CONSOLE_PUTCHAR(SbiExtension.LEGACY_CONSOLE_PUTCHAR, 0),
    LEGACY_CONSOLE_GETCHAR(SbiExtension.LEGACY_CONSOLE_GETCHAR, 0),
    LEGACY_CLEAR_IPI(SbiExtension.LEGACY_CLEAR_IPI, 0),
    LEGACY_SEND_IPI(SbiExtension.LEGACY_SEND_IPI, 0),
    LEGACY_REMOTE_FENCE_I(SbiExtension.LEGACY_REMOTE_FENCE_I, 0),
    LEGACY_REMOTE_SFENCE_VMA(SbiExtension.LEGACY_REMOTE_SFENCE_VMA, 0),
    LEGACY_REMOTE_SFENCE_VMA_ASID(SbiExtension.LEGACY_REMOTE_SFENCE_VMA_ASID, 0),
    LEGACY_SHUTDOWN(SbiExtension.LEGACY_SHUTDOWN, 0),

    GET_SPEC_VERSION(BASE, 0),
    GET_IMPL_ID(BASE, 1),
    GET_IMPL_VERSION(BASE, 2),
    PROBE_EXTENSION(BASE, 3),
    GET_MVENDORID(BASE, 4),
    GET_MARCHID(BASE, 5),
    GET_MIMPID(BASE, 6),

    SET_TIMER(TIME, 0),

    SEND_IPI(IPI, 0),

    REMOTE_FENCE_I(RFENCE, 0),
    REMOTE_SFENCE_VMA(RFENCE, 1),
    REMOTE_SFENCE_VMA_ASID(RFENCE, 2),

    HART_START(HSM, 0),
    HART_STOP(HSM, 1),
    HART_GET_STATUS(HSM, 2),
    HART_SUSPEND(HSM, 3),

    SYSTEM_RESET(SRST, 0),

    DEBUG_CONSOLE_WRITE(DBCN, 0),
    DEBUG_CONSOLE_READ(DBCN, 1),
    DEBUG_CONSOLE_WRITE_BYTE(DBCN, 2);

    private static final SbiFunction[] ALL = values();

    private final SbiExtension extension;
    private final int id;

    SbiFunction(SbiExtension extension, int id) {
        this.extension = extension;
        this.id = id;
    }

    public SbiExtension extension() {
        return extension;
    }

    /** The number in a6; a legacy call ignores it. */
    public int id() {
        return id;
    }

    /** The function that a7 and a6 ask for; null when it is not supported. */
    public static SbiFunction of(int extensionId, int functionId) {
        for (SbiFunction function : ALL) {
            if (function.extension.id() == extensionId
                    && (function.id == functionId || function.extension.isLegacy())) {
                return function;
            }
        }
        return null;
    }

    /** The functions of an extension, lowest number first and without gaps. */
    public static List<SbiFunction> of(SbiExtension extension) {
        return Arrays.stream(ALL).filter(function -> function.extension == extension).toList();
    }
}
