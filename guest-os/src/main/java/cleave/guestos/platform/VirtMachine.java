package cleave.guestos.platform;

/**
 * Where the devices of QEMU's {@code virt} are, as far as programs without a device tree need it. A
 * test compares these with the machine's own table.
 */
public final class VirtMachine {
    /** SiFive's test finisher: one word. */
    public static final int TEST_FINISHER = 0x0010_0000;
    public static final int CLINT = 0x0200_0000;
    public static final int PLIC = 0x0c00_0000;
    /** The NS16550A. */
    public static final int UART = 0x1000_0000;
    /** The UART's interrupt at the PLIC. */
    public static final int UART_INTERRUPT = 10;
    public static final int RAM = 0x8000_0000;

    /** What the test finisher is told: switch off with success, with a code, or reset. */
    public static final int FINISH_PASS = 0x5555;
    public static final int FINISH_FAIL = 0x3333;
    public static final int FINISH_RESET = 0x7777;
    /** Where the exit code stands in a word with {@link #FINISH_FAIL}. */
    public static final int FINISH_CODE_SHIFT = 16;

    /** Of the CLINT. */
    public static final int CLINT_MTIMECMP = 0x4000;
    public static final int CLINT_MTIME = 0xbff8;

    private VirtMachine() {
    }
}
