package cleave.emulator.hart;

/**
 * The closed set of reasons why accessing a CSR is an illegal instruction (sections 2.1, 3.1.6.5,
 * 3.1.11 and 10.1.1 of the privileged specification; Sstc). The words are clauses for
 * {@code --explain}.
 */
public enum CsrRefusal {
    DOES_NOT_EXIST("this machine has no such CSR"),
    NEEDS_PRIVILEGE("the mode is not privileged enough"),
    READ_ONLY("the CSR is read-only"),
    TRAPPED_BY_TVM("mstatus.TVM=1 keeps S-mode from satp"),
    CLOSED_BY_MCOUNTEREN("mcounteren does not open it below M-mode"),
    CLOSED_BY_SCOUNTEREN("scounteren does not open it to U-mode"),
    WITHOUT_STCE("menvcfg.STCE=0 keeps S-mode from stimecmp");

    private final String words;

    CsrRefusal(String words) {
        this.words = words;
    }

    /** A clause without a full stop. */
    public String words() {
        return words;
    }
}
