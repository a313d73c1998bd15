package cleave.guestos.kernel.device;

import cleave.guestos.kernel.boot.DeviceNode;
import cleave.guestos.kernel.boot.Hardware;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.magic.Address;

/** The entropy device (virtio 1.2, 5.4): asked once, for what the random numbers start from. */
final class VirtioEntropy {
    private static final int BYTES = 64;
    private static final int LOOKS_MAX = 1_000_000;

    private VirtioEntropy() {
    }

    /** Adds what the first entropy device gives, if there is one. */
    static void begin() {
        for (int i = 0; i < Hardware.MACHINE.virtioCount; i++) {
            DeviceNode slot = Hardware.MACHINE.virtio[i];
            if (VirtioDevice.kind(slot) == VirtioDevice.ENTROPY) {
                ask(slot);
                return;
            }
        }
    }

    private static void ask(DeviceNode slot) {
        VirtioDevice device = new VirtioDevice();
        Frame frame = Frames.allocateZeroed();
        if (device == null || frame == null || !device.begin(slot, 0)) {
            return;
        }
        device.start();
        Address buffer = frame.address();
        device.queue.describe(0, buffer, BYTES, VirtQueue.DEVICE_WRITES);
        device.queue.offer(0);
        device.tell();
        int looks = 0;
        while (device.queue.takeUsed() < 0 && looks < LOOKS_MAX) {
            looks++;
        }
        device.acknowledge();
        if (looks < LOOKS_MAX) {
            RandomNumbers.add(buffer, BYTES);
            Frames.release(frame);
        }
    }
}
