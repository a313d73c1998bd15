package cleave.emulator.device.virtio;

/** What the transport offers to the device behind it. */
public interface VirtioLink {
    /** The virtqueue, which is usable only while {@link VirtQueue#ready}. */
    VirtQueue queue(int index);

    /** Interrupts the driver if it wants to hear about what has been put into the used ring. */
    void buffersUsed(VirtQueue queue);

    /**
     * Runs work that the driver did not ask for this moment, such as a completion: a protocol
     * error in it stops the device. Does nothing when the device has been stopped.
     */
    void guarded(Runnable work);

    /** Reports what went wrong on the host's side or what the guest did wrong. */
    void report(String message);
}
