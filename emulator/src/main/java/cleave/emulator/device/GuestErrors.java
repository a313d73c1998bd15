package cleave.emulator.device;

/**
 * Where devices report what the guest did wrong and the hardware would bear in silence: a store
 * to a read-only register, a malformed descriptor chain. QEMU's {@code -d guest_errors}.
 */
@FunctionalInterface
public interface GuestErrors {
    /** {@code device} is the instance's name; {@code message} tells the deed and its outcome. */
    void report(String device, String message);

    /** Nobody listens. */
    GuestErrors IGNORE = (device, message) -> { };

    /** Reports an access that no register takes. */
    default void badAccess(String device, boolean write, int offset, int width) {
        report(device, String.format("%s of %d bytes at offset 0x%x: no such register; %s",
                write ? "store" : "load", width, offset, write ? "ignored" : "reads as 0"));
    }

    /** Reports a store to a read-only register or a load from a write-only one. */
    default void wrongDirection(String device, boolean write, Register register) {
        report(device, write
                ? "store to the read-only register " + register.name() + ": ignored"
                : "load from the write-only register " + register.name() + ": reads as 0");
    }
}
