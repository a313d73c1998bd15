package cleave.emulator.debug.trace;

/** How the lines of a trace are written. */
interface TraceFormat {
    /** Appends the line of an instruction that has retired. */
    void instruction(StringBuilder out, TracedStep step);

    /**
     * Appends the line or lines of a trap.
     *
     * @param hartMode the mode the hart is in now, and
     * @param hartPc where it goes on
     */
    void trap(StringBuilder out, TracedTrap trap, int hartMode, int hartPc);

    /** Appends the line of an access to a CSR. */
    void csr(StringBuilder out, TracedStep step);

    /** Appends the line of an access to a device. */
    void mmio(StringBuilder out, TracedStep step);
}
