package cleave.emulator.mmu;

import cleave.toolchain.isa.Cause;

/** What an access wants to do, and which exceptions report that it could not. */
public enum Access {
    FETCH(Cause.INSTRUCTION_ADDRESS_MISALIGNED, Cause.INSTRUCTION_ACCESS_FAULT,
            Cause.INSTRUCTION_PAGE_FAULT),
    LOAD(Cause.LOAD_ADDRESS_MISALIGNED, Cause.LOAD_ACCESS_FAULT, Cause.LOAD_PAGE_FAULT),
    STORE(Cause.STORE_ADDRESS_MISALIGNED, Cause.STORE_ACCESS_FAULT, Cause.STORE_PAGE_FAULT);

    private final int misaligned;
    private final int accessFault;
    private final int pageFault;

    Access(Cause misaligned, Cause accessFault, Cause pageFault) {
        this.misaligned = misaligned.code();
        this.accessFault = accessFault.code();
        this.pageFault = pageFault.code();
    }

    /** The exception code of a misaligned address. */
    public int misaligned() {
        return misaligned;
    }

    /** The exception code of an address that nothing answers or that PMP forbids. */
    public int accessFault() {
        return accessFault;
    }

    /** The exception code of an address that the page tables do not allow. */
    public int pageFault() {
        return pageFault;
    }
}
