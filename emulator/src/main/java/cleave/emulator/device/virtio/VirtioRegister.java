package cleave.emulator.device.virtio;

import static cleave.emulator.device.Register.Access.READ_ONLY;
import static cleave.emulator.device.Register.Access.READ_WRITE;
import static cleave.emulator.device.Register.Access.WRITE_ONLY;

import cleave.emulator.device.Register;

/** The registers of virtio over MMIO: virtio 1.2, 4.2.2, and 4.2.4 for the legacy layout. */
public enum VirtioRegister implements Register {
    MAGIC_VALUE(0x000, READ_ONLY, Layout.BOTH),
    VERSION(0x004, READ_ONLY, Layout.BOTH),
    DEVICE_ID(0x008, READ_ONLY, Layout.BOTH),
    VENDOR_ID(0x00c, READ_ONLY, Layout.BOTH),
    DEVICE_FEATURES(0x010, READ_ONLY, Layout.BOTH),
    DEVICE_FEATURES_SEL(0x014, WRITE_ONLY, Layout.BOTH),
    DRIVER_FEATURES(0x020, WRITE_ONLY, Layout.BOTH),
    DRIVER_FEATURES_SEL(0x024, WRITE_ONLY, Layout.BOTH),
    GUEST_PAGE_SIZE(0x028, WRITE_ONLY, Layout.LEGACY),
    QUEUE_SEL(0x030, WRITE_ONLY, Layout.BOTH),
    QUEUE_NUM_MAX(0x034, READ_ONLY, Layout.BOTH),
    QUEUE_NUM(0x038, WRITE_ONLY, Layout.BOTH),
    QUEUE_ALIGN(0x03c, WRITE_ONLY, Layout.LEGACY),
    QUEUE_PFN(0x040, READ_WRITE, Layout.LEGACY),
    QUEUE_READY(0x044, READ_WRITE, Layout.MODERN),
    QUEUE_NOTIFY(0x050, WRITE_ONLY, Layout.BOTH),
    INTERRUPT_STATUS(0x060, READ_ONLY, Layout.BOTH),
    INTERRUPT_ACK(0x064, WRITE_ONLY, Layout.BOTH),
    STATUS(0x070, READ_WRITE, Layout.BOTH),
    QUEUE_DESC_LOW(0x080, WRITE_ONLY, Layout.MODERN),
    QUEUE_DESC_HIGH(0x084, WRITE_ONLY, Layout.MODERN),
    QUEUE_DRIVER_LOW(0x090, WRITE_ONLY, Layout.MODERN),
    QUEUE_DRIVER_HIGH(0x094, WRITE_ONLY, Layout.MODERN),
    QUEUE_DEVICE_LOW(0x0a0, WRITE_ONLY, Layout.MODERN),
    QUEUE_DEVICE_HIGH(0x0a4, WRITE_ONLY, Layout.MODERN),
    SHM_SEL(0x0ac, WRITE_ONLY, Layout.MODERN),
    SHM_LEN_LOW(0x0b0, READ_ONLY, Layout.BOTH),
    SHM_LEN_HIGH(0x0b4, READ_ONLY, Layout.BOTH),
    SHM_BASE_LOW(0x0b8, READ_ONLY, Layout.MODERN),
    SHM_BASE_HIGH(0x0bc, READ_ONLY, Layout.MODERN),
    CONFIG_GENERATION(0x0fc, READ_ONLY, Layout.MODERN);

    /** Which of the two register layouts a register belongs to. */
    public enum Layout {
        LEGACY(1), MODERN(2), BOTH(0);

        private final int version;

        Layout(int version) {
            this.version = version;
        }

        /** What the version register shows. */
        int version() {
            return version;
        }
    }

    private final int offset;
    private final Access access;
    private final Layout layout;

    VirtioRegister(int offset, Access access, Layout layout) {
        this.offset = offset;
        this.access = access;
        this.layout = layout;
    }

    /** Whether a transport in this layout has the register. */
    boolean isIn(Layout wanted) {
        return layout == Layout.BOTH || layout == wanted;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int width() {
        return 4;
    }

    @Override
    public Access access() {
        return access;
    }

    @Override
    public String reference() {
        return layout == Layout.LEGACY ? "virtio 1.2, 4.2.4" : "virtio 1.2, 4.2.2";
    }
}
