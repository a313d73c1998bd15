package cleave.guestos.abi;

/** Requests of {@code ioctl} that are not about terminals. */
public final class Ioctl {
    public static final int FIONBIO = 0x5421;
    public static final int FIONCLEX = 0x5450;
    public static final int FIOCLEX = 0x5451;
    public static final int BLKROGET = 0x125e;
    /** A block device's sectors of 512 bytes, in a word. */
    public static final int BLKGETSIZE = 0x1260;
    public static final int BLKFLSBUF = 0x1261;
    public static final int BLKSSZGET = 0x1268;
    /** A block device's bytes, in 64 bits. */
    public static final int BLKGETSIZE64 = 0x8004_1272;

    private Ioctl() {
    }
}
