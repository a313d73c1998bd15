package cleave.emulator.firmware;

import cleave.emulator.hart.CsrFile;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Sbi;
import cleave.toolchain.isa.SbiExtension;
import cleave.toolchain.isa.SbiFunction;

/** The Base extension (SBI specification 2.0, chapter 4), which never fails. */
final class BaseCalls {
    private final SbiCall call;
    private final CsrFile csrs;

    BaseCalls(SbiCall call, CsrFile csrs) {
        this.call = call;
        this.csrs = csrs;
    }

    void answer(SbiFunction function) {
        call.succeeds(switch (function) {
            case GET_SPEC_VERSION -> Sbi.SPECIFICATION_VERSION;
            case GET_IMPL_ID -> Sbi.IMPLEMENTATION_ID;
            case GET_IMPL_VERSION -> Sbi.IMPLEMENTATION_VERSION;
            case PROBE_EXTENSION -> SbiExtension.of(call.argument(0)) != null ? 1 : 0;
            case GET_MVENDORID -> csrs.read(Csr.MVENDORID);
            case GET_MARCHID -> csrs.read(Csr.MARCHID);
            case GET_MIMPID -> csrs.read(Csr.MIMPID);
            default -> throw new AssertionError("Base has no " + function);
        });
    }
}
