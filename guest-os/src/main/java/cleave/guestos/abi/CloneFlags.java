package cleave.guestos.abi;

/** Flags of {@code clone}; the lowest byte is the signal that the parent gets at the end. */
public final class CloneFlags {
    public static final int CLONE_VM = 0x100;
    public static final int CLONE_FS = 0x200;
    public static final int CLONE_FILES = 0x400;
    public static final int CLONE_SIGHAND = 0x800;
    public static final int CLONE_PIDFD = 0x1000;
    public static final int CLONE_PTRACE = 0x2000;
    public static final int CLONE_VFORK = 0x4000;
    public static final int CLONE_PARENT = 0x8000;
    public static final int CLONE_THREAD = 0x1_0000;
    public static final int CLONE_NEWNS = 0x2_0000;
    public static final int CLONE_SYSVSEM = 0x4_0000;
    public static final int CLONE_SETTLS = 0x8_0000;
    public static final int CLONE_PARENT_SETTID = 0x10_0000;
    public static final int CLONE_CHILD_CLEARTID = 0x20_0000;
    public static final int CLONE_DETACHED = 0x40_0000;
    public static final int CLONE_UNTRACED = 0x80_0000;
    public static final int CLONE_CHILD_SETTID = 0x100_0000;
    public static final int CLONE_IO = 0x8000_0000;

    private CloneFlags() {
    }
}
