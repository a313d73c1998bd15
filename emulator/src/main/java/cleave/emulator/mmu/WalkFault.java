package cleave.emulator.mmu;

/**
 * The closed set of reasons why an address has no translation: the rules of section 5.3.2
 * ("Virtual Address Translation Process") of the privileged specification, each with the words in
 * which {@code --explain} tells it.
 */
public enum WalkFault {
    NOT_VALID(false, "the PTE is not valid (V=0)"),
    WRITABLE_NOT_READABLE(false, "the PTE has the reserved encoding W=1, R=0"),
    RESERVED_IN_POINTER(false, "a pointer to the next level must have D, A and U clear"),
    POINTER_AT_LAST_LEVEL(false, "the PTE of the last level is a pointer (R=W=X=0)"),
    MISALIGNED_MEGAPAGE(false, "the megapage is misaligned (PPN[0] is not zero)"),
    USER_PAGE_EXECUTED_BY_SUPERVISOR(false, "S-mode may not execute a user page (U=1)"),
    USER_PAGE_WITHOUT_SUM(false, "S-mode may touch a user page (U=1) only with sstatus.SUM=1"),
    SUPERVISOR_PAGE(false, "U-mode may not touch a supervisor page (U=0)"),
    NOT_EXECUTABLE(false, "the page is not executable (X=0)"),
    NOT_READABLE(false, "the page is not readable (R=0, and no X=1 with sstatus.MXR=1)"),
    NOT_WRITABLE(false, "the page is not writable (W=0)"),
    NOT_ACCESSED(false, "A=0 and the hart does not set it (--pte-ad fault)"),
    NOT_DIRTY(false, "D=0 and the hart does not set it (--pte-ad fault)"),
    PTE_OUTSIDE_MEMORY(true, "the PTE itself lies outside memory"),
    PTE_FORBIDDEN_BY_PMP(true, "physical memory protection forbids reading the PTE"),
    PTE_UPDATE_FORBIDDEN(true, "A or D must be set in a PTE that may not be written"),
    PAGE_FORBIDDEN_BY_PMP(true, "physical memory protection forbids the access"),
    NOTHING_THERE(true, "neither memory nor a device answers at the physical address"),
    NO_MEMORY_FOR_MISALIGNED(true,
            "the access is misaligned and there is no memory: devices take aligned accesses only");

    private final boolean accessFault;
    private final String words;

    WalkFault(boolean accessFault, String words) {
        this.accessFault = accessFault;
        this.words = words;
    }

    /** Whether it is reported as an access fault and not as a page fault. */
    public boolean isAccessFault() {
        return accessFault;
    }

    /** A clause in words, without a full stop. */
    public String words() {
        return words;
    }
}
