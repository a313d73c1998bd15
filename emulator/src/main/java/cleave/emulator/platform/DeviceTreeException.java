package cleave.emulator.platform;

/** Bytes are no flattened device tree that could be read. The message says where and why. */
public final class DeviceTreeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeviceTreeException(String message) {
        super(message);
    }
}
