package cleave.guestos.kernel.process;

import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * For whom a process acts. Processes share one after a fork; who changes his takes a copy first, by
 * {@link #own}.
 */
public final class Credentials extends Struct {
    /** Supplementary groups that a process can have. */
    public static final int GROUPS_MAX = 32;
    /** Every capability that Linux knows, in two words. */
    public static final int ALL_LOW = -1;
    public static final int ALL_HIGH = 0x1ff;

    private int references;
    /** Who started it. */
    public int uid;
    /** Whose rights it has. */
    public int euid;
    /** Whose rights it may take again. */
    public int suid;
    /** Whose rights it has on files: {@link #euid}, unless {@code setfsuid} says otherwise. */
    public int fsuid;
    public int gid;
    public int egid;
    public int sgid;
    public int fsgid;
    public int effectiveLow;
    public int effectiveHigh;
    public int permittedLow;
    public int permittedHigh;
    public int inheritableLow;
    public int inheritableHigh;
    public int boundingLow;
    public int boundingHigh;
    public int groupCount;
    @Inline(GROUPS_MAX)
    public int[] groups;

    /** Makes it root's, for one process. */
    void setRoot() {
        references = 1;
        effectiveLow = ALL_LOW;
        effectiveHigh = ALL_HIGH;
        permittedLow = ALL_LOW;
        permittedHigh = ALL_HIGH;
        boundingLow = ALL_LOW;
        boundingHigh = ALL_HIGH;
    }

    /** Whether it has the rights of a group on files. */
    public boolean isIn(int group) {
        if (fsgid == group) {
            return true;
        }
        for (int i = 0; i < groupCount; i++) {
            if (groups[i] == group) {
                return true;
            }
        }
        return false;
    }

    /** Whether it acts with the effective rights of root. */
    public boolean isRoot() {
        return euid == 0;
    }

    Credentials retain() {
        references++;
        return this;
    }

    void release() {
        references--;
        if (references == 0) {
            Heap.free(this, Struct.sizeOf(Credentials.class));
        }
    }

    /** The current process's, for it alone, so that they can be changed; null without memory. */
    public static Credentials own() {
        Process process = Process.current();
        Credentials shared = process.credentials;
        if (shared.references == 1) {
            return shared;
        }
        Credentials own = shared.copy();
        if (own != null) {
            shared.references--;
            process.credentials = own;
        }
        return own;
    }

    private Credentials copy() {
        Credentials copy = new Credentials();
        if (copy == null) {
            return null;
        }
        copy.references = 1;
        copy.uid = uid;
        copy.euid = euid;
        copy.suid = suid;
        copy.fsuid = fsuid;
        copy.gid = gid;
        copy.egid = egid;
        copy.sgid = sgid;
        copy.fsgid = fsgid;
        copy.effectiveLow = effectiveLow;
        copy.effectiveHigh = effectiveHigh;
        copy.permittedLow = permittedLow;
        copy.permittedHigh = permittedHigh;
        copy.inheritableLow = inheritableLow;
        copy.inheritableHigh = inheritableHigh;
        copy.boundingLow = boundingLow;
        copy.boundingHigh = boundingHigh;
        copy.groupCount = groupCount;
        for (int i = 0; i < groupCount; i++) {
            copy.groups[i] = groups[i];
        }
        return copy;
    }

    /**
     * After a change of users: capabilities go when root's rights go, and come with them
     * (capabilities(7), "Effect of user ID changes on capabilities").
     */
    public void adjustCapabilities(boolean wasRoot, int formerEffective) {
        boolean root = uid == 0 || euid == 0 || suid == 0;
        if (wasRoot && !root) {
            permittedLow = 0;
            permittedHigh = 0;
        }
        if (formerEffective == 0 && euid != 0 || wasRoot && !root) {
            effectiveLow = 0;
            effectiveHigh = 0;
        } else if (formerEffective != 0 && euid == 0) {
            effectiveLow = permittedLow;
            effectiveHigh = permittedHigh;
        }
    }
}
