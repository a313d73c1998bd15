package cleave.emulator.mmu;

/** The exception that an access of the hart has raised last. */
public final class LastFault {
    private int cause;
    private int tval;
    private WalkFault why;
    private Access access;
    private long count;

    void set(Access wanted, int va, WalkFault rule) {
        set(wanted, va, rule, rule.isAccessFault() ? wanted.accessFault() : wanted.pageFault());
    }

    void setMisaligned(Access wanted, int va) {
        set(wanted, va, null, wanted.misaligned());
    }

    private void set(Access wanted, int va, WalkFault rule, int code) {
        count++;
        cause = code;
        tval = va;
        why = rule;
        access = wanted;
    }

    /** Its exception code. */
    public int cause() {
        return cause;
    }

    /** The address that could not be reached. */
    public int tval() {
        return tval;
    }

    /** Why there is no translation; null when the access was only misaligned. */
    public WalkFault why() {
        return why;
    }

    /** What was wanted. */
    public Access access() {
        return access;
    }

    /** How many accesses have failed so far: by it one sees whether an instruction's did. */
    public long count() {
        return count;
    }
}
