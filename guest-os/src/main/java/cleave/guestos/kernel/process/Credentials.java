package cleave.guestos.kernel.process;

import cleave.magic.Inline;
import cleave.magic.Struct;

/** For whom a process acts. User 0 may do everything. */
public final class Credentials extends Struct {
    /** Supplementary groups that a process can have. */
    public static final int GROUPS_MAX = 32;

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
    public int groupCount;
    @Inline(GROUPS_MAX)
    public int[] groups;

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

    /** What a child of fork gets. */
    public void copyFrom(Credentials other) {
        uid = other.uid;
        euid = other.euid;
        suid = other.suid;
        fsuid = other.fsuid;
        gid = other.gid;
        egid = other.egid;
        sgid = other.sgid;
        fsgid = other.fsgid;
        groupCount = other.groupCount;
        for (int i = 0; i < groupCount; i++) {
            groups[i] = other.groups[i];
        }
    }
}
