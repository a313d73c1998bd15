package cleave.guestos.kernel.device;

import cleave.guestos.kernel.boot.DeviceNode;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/**
 * The driver's half of a virtio device over MMIO (virtio 1.2, 3.1 and 4.2), in the legacy layout or
 * the modern one, with one queue.
 */
final class VirtioDevice extends Struct {
    static final int BLOCK = 2;
    static final int ENTROPY = 4;

    private static final int MAGIC = 0x7472_6976;
    private static final int LEGACY = 1;
    private static final int MODERN = 2;

    private static final int ACKNOWLEDGE = 1;
    private static final int DRIVER = 2;
    private static final int DRIVER_OK = 4;
    private static final int FEATURES_OK = 8;
    private static final int FAILED = 128;
    /** Of the upper half of the features. */
    private static final int VERSION_1 = 1;
    private static final int PAGE = 4096;
    private static final int PAGE_SHIFT = 12;

    VirtioRegisters registers;
    /** Those that both sides want. */
    int features;
    @Embedded
    VirtQueue queue;

    /** The registers of a slot. */
    static VirtioRegisters registers(DeviceNode slot) {
        return Struct.at(DirectMap.device(slot.base), VirtioRegisters.class);
    }

    /** What is in a slot: 0 if it is empty or unknown. */
    static int kind(DeviceNode slot) {
        VirtioRegisters registers = registers(slot);
        int version = registers.version;
        return registers.magic == MAGIC && (version == LEGACY || version == MODERN)
                ? registers.deviceId : 0;
    }

    /**
     * Makes the device ready for {@link #start}.
     *
     * @param wanted what the driver can use of the lower 32 features
     * @return false if the device refuses, or there is no memory
     */
    boolean begin(DeviceNode slot, int wanted) {
        registers = registers(slot);
        registers.status = 0;
        registers.status = ACKNOWLEDGE;
        registers.status = ACKNOWLEDGE | DRIVER;
        registers.deviceFeaturesSelect = 0;
        features = registers.deviceFeatures & wanted;
        registers.driverFeaturesSelect = 0;
        registers.driverFeatures = features;
        boolean modern = registers.version == MODERN;
        if (modern) {
            registers.driverFeaturesSelect = 1;
            registers.driverFeatures = VERSION_1;
            registers.status = ACKNOWLEDGE | DRIVER | FEATURES_OK;
            if ((registers.status & FEATURES_OK) == 0) {
                return fail();
            }
        }
        Frame frame = Frames.allocateZeroed();
        registers.queueSelect = 0;
        if (frame == null || Integer.compareUnsigned(registers.queueSizeMax,
                VirtQueue.ENTRIES) < 0) {
            return fail();
        }
        queue.begin(frame.address());
        registers.queueSize = VirtQueue.ENTRIES;
        place(DirectMap.toPhysical(frame.address()), modern);
        return true;
    }

    private void place(int physical, boolean modern) {
        if (modern) {
            registers.queueDescriptorsLow = physical;
            registers.queueDescriptorsHigh = 0;
            registers.queueDriverLow = physical + VirtQueue.AVAILABLE;
            registers.queueDriverHigh = 0;
            registers.queueDeviceLow = physical + VirtQueue.USED;
            registers.queueDeviceHigh = 0;
            registers.queueReady = 1;
        } else {
            registers.guestPageSize = PAGE;
            registers.queueAlign = VirtQueue.ALIGN;
            registers.queuePageNumber = physical >>> PAGE_SHIFT;
        }
    }

    private boolean fail() {
        registers.status = FAILED;
        return false;
    }

    /** From now on the device works. */
    void start() {
        registers.status |= DRIVER_OK;
    }

    boolean has(int feature) {
        return (features & 1 << feature) != 0;
    }

    /** Tells the device of what was offered. */
    void tell() {
        registers.queueNotify = 0;
    }

    /** Takes the reasons of an interrupt away. */
    void acknowledge() {
        registers.interruptAcknowledge = registers.interruptStatus;
    }

    /** The device's configuration, from its first byte. */
    Address config() {
        return Struct.addressOf(registers, "config");
    }
}
