package cleave.emulator.device.virtio;

/** Feature bits that concern the ring or the transport, not one kind of device (virtio 1.2, 6). */
public enum RingFeature {
    /** Legacy: interrupt when the device has run out of buffers, suppressed or not. */
    NOTIFY_ON_EMPTY(24),
    /** Legacy: messages may be cut into descriptors anywhere. */
    ANY_LAYOUT(27),
    INDIRECT_DESC(28),
    EVENT_IDX(29),
    VERSION_1(32);

    private final int bit;

    RingFeature(int bit) {
        this.bit = bit;
    }

    public long mask() {
        return 1L << bit;
    }
}
