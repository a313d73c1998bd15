package cleave.emulator.platform;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.device.virtio.BlockBackend;
import cleave.emulator.device.virtio.VirtioBlock;
import cleave.emulator.device.virtio.VirtioConsole;
import cleave.emulator.device.virtio.VirtioDevice;
import cleave.emulator.device.virtio.VirtioRng;
import cleave.emulator.time.EventQueue;

/**
 * What is plugged into the eight virtio-mmio slots, and which register layout they have. As on
 * QEMU, a device for which no slot is named goes into the last free one, and the layout is the
 * legacy one unless one asks for the other.
 */
public final class VirtioSlots {
    public static final int COUNT = 8;

    /** Makes a device, once the machine for it exists. */
    @FunctionalInterface
    public interface Maker {
        /** {@code name} is the slot's, for messages. */
        VirtioDevice make(String name, EventQueue events);
    }

    private final Maker[] makers = new Maker[COUNT];
    private boolean legacy = true;

    /** A disk; {@code serial} is what it answers to VIRTIO_BLK_T_GET_ID. */
    public static Maker block(BlockBackend backend, String serial) {
        return (name, events) -> new VirtioBlock(name, backend, serial, events);
    }

    public static Maker console(ConsolePort port) {
        return (name, events) -> new VirtioConsole(name, port, events);
    }

    public static Maker rng(long seed) {
        return (name, events) -> new VirtioRng(seed);
    }

    /** The modern register layout in all slots: {@code virtio-mmio.force-legacy=false}. */
    public VirtioSlots modern() {
        legacy = false;
        return this;
    }

    public boolean isLegacy() {
        return legacy;
    }

    /**
     * Plugs a device into the last free slot.
     *
     * @throws IllegalArgumentException if there is none
     */
    public VirtioSlots plug(Maker maker) {
        for (int slot = COUNT - 1; slot >= 0; slot--) {
            if (makers[slot] == null) {
                makers[slot] = maker;
                return this;
            }
        }
        throw new IllegalArgumentException("all " + COUNT + " virtio-mmio slots are taken");
    }

    /**
     * Plugs a device into {@code virtio-mmio-bus.slot}.
     *
     * @throws IllegalArgumentException if there is no such slot or it is taken
     */
    public VirtioSlots plug(int slot, Maker maker) {
        if (slot < 0 || slot >= COUNT) {
            throw new IllegalArgumentException("there is no virtio-mmio-bus." + slot
                    + ": they are numbered 0 to " + (COUNT - 1));
        }
        if (makers[slot] != null) {
            throw new IllegalArgumentException("virtio-mmio-bus." + slot + " is taken");
        }
        makers[slot] = maker;
        return this;
    }

    /** The device in the slot, or null. */
    VirtioDevice make(int slot, String name, EventQueue events) {
        return makers[slot] == null ? null : makers[slot].make(name, events);
    }
}
