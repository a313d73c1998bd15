package cleave.guestos.kernel.device;

import cleave.magic.Inline;
import cleave.magic.Offset;
import cleave.magic.Struct;

/** Registers of virtio over MMIO: virtio 1.2, 4.2.2, and 4.2.4 for the legacy layout. */
final class VirtioRegisters extends Struct {
    @Offset(0x000)
    volatile int magic;
    @Offset(0x004)
    volatile int version;
    @Offset(0x008)
    volatile int deviceId;
    @Offset(0x00c)
    volatile int vendor;
    @Offset(0x010)
    volatile int deviceFeatures;
    @Offset(0x014)
    volatile int deviceFeaturesSelect;
    @Inline(2)
    int[] gap018;
    @Offset(0x020)
    volatile int driverFeatures;
    @Offset(0x024)
    volatile int driverFeaturesSelect;
    /** Legacy. */
    @Offset(0x028)
    volatile int guestPageSize;
    int gap02c;
    @Offset(0x030)
    volatile int queueSelect;
    @Offset(0x034)
    volatile int queueSizeMax;
    @Offset(0x038)
    volatile int queueSize;
    /** Legacy. */
    @Offset(0x03c)
    volatile int queueAlign;
    /** Legacy. */
    @Offset(0x040)
    volatile int queuePageNumber;
    @Offset(0x044)
    volatile int queueReady;
    @Inline(2)
    int[] gap048;
    @Offset(0x050)
    volatile int queueNotify;
    @Inline(3)
    int[] gap054;
    @Offset(0x060)
    volatile int interruptStatus;
    @Offset(0x064)
    volatile int interruptAcknowledge;
    @Inline(2)
    int[] gap068;
    @Offset(0x070)
    volatile int status;
    @Inline(3)
    int[] gap074;
    @Offset(0x080)
    volatile int queueDescriptorsLow;
    @Offset(0x084)
    volatile int queueDescriptorsHigh;
    @Inline(2)
    int[] gap088;
    @Offset(0x090)
    volatile int queueDriverLow;
    @Offset(0x094)
    volatile int queueDriverHigh;
    @Inline(2)
    int[] gap098;
    @Offset(0x0a0)
    volatile int queueDeviceLow;
    @Offset(0x0a4)
    volatile int queueDeviceHigh;
    @Inline(22)
    int[] gap0a8;
    /** The device's configuration; what it holds is the device's affair. */
    @Offset(0x100)
    volatile int config;
}
