package cleave.guestos.kernel.boot;

import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * The machine as its device tree describes it, filled by {@link DeviceTree}. Addresses of type int
 * are physical; the texts lie in the tree itself.
 */
public final class Hardware extends Struct {
    static final int VIRTIO_MAX = 32;
    static final int RESERVED_MAX = 16;

    /** The machine this kernel runs on. */
    public static final Hardware MACHINE = new Hardware();

    /** The largest piece of RAM. */
    @Embedded
    public Range memory;
    /** RAM that is not the kernel's: firmware, and what {@code reserved-memory} lists. */
    @Embedded
    @Inline(RESERVED_MAX)
    public Range[] reserved;
    public int reservedCount;
    /** The initial RAM disk; 0 bytes if there is none. */
    @Embedded
    public Range initrd;
    /** The kernel's command line; empty without one. */
    public Address arguments;
    /** Bytes from which random numbers may start. */
    public Address seed;
    public int seedBytes;
    /** Ticks of the {@code time} CSR per second. */
    public int timebase;
    /** {@code riscv,isa} of the boot hart; null without one. */
    public Address isa;
    /** Whether the boot hart has {@code stimecmp}. */
    public boolean sstc;
    @Embedded
    public DeviceNode uart;
    @Embedded
    public DeviceNode plic;
    /** Greatest number of an interrupt source. */
    public int plicSources;
    /** The PLIC's context of the boot hart in supervisor mode. */
    public int plicContext;
    /** Goldfish RTC. */
    @Embedded
    public DeviceNode rtc;
    /** Slots, empty or not, in the order of the tree. */
    @Embedded
    @Inline(VIRTIO_MAX)
    public DeviceNode[] virtio;
    public int virtioCount;
    @Embedded
    public Command powerOff;
    @Embedded
    public Command restart;
}
