package cleave.guestos.abi;

/** Words of {@code reboot}. */
public final class Reboot {
    public static final int MAGIC1 = 0xfee1_dead;
    public static final int MAGIC2 = 0x2812_1969;

    public static final int RESTART = 0x0123_4567;
    public static final int HALT = 0xcdef_0123;
    public static final int POWER_OFF = 0x4321_fedc;
    /** Whether Ctrl-Alt-Del restarts at once. */
    public static final int CAD_ON = 0x89ab_cdef;
    public static final int CAD_OFF = 0;

    private Reboot() {
    }
}
