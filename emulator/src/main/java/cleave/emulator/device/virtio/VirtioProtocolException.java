package cleave.emulator.device.virtio;

/**
 * The driver has broken the rules so that the device cannot go on: a descriptor outside RAM, a
 * chain in a circle, a request without a header. The transport stops the device and asks for a
 * reset.
 */
final class VirtioProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    VirtioProtocolException(String message) {
        super(message);
    }
}
