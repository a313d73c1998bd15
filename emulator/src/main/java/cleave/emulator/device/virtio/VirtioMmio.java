package cleave.emulator.device.virtio;

import cleave.emulator.device.Device;
import cleave.emulator.device.GuestErrors;
import cleave.emulator.device.InterruptLine;
import cleave.emulator.device.RegisterMap;
import cleave.emulator.device.virtio.VirtioRegister.Layout;
import cleave.emulator.memory.GuestMemory;
import cleave.emulator.state.StateFormatException;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/**
 * Virtio over memory-mapped registers (virtio 1.2, 4.2), in the legacy layout (version 1, 4.2.4)
 * or the modern one (version 2), with one device behind it or none. An empty slot shows device 0,
 * which drivers pass over. The identification is QEMU's, because guests check it.
 *
 * <p>Registers take 4-byte accesses; others are reported and do nothing. Configuration space
 * takes any width and reads as all ones past its end. As QEMU, and more forgiving than the
 * specification asks, it serves queues before DRIVER_OK, and accepts features without
 * VERSION_1 on the modern layout: real teaching kernels depend on it. Feature bits that were not
 * offered are not accepted.
 *
 * <p>When a driver breaks the rules of the ring (see {@link VirtQueue}), the device stops, sets
 * DEVICE_NEEDS_RESET where that bit exists, and serves nothing until it is reset.
 */
public final class VirtioMmio implements Device {
    private static final int MAGIC = 0x7472_6976;
    private static final int VENDOR_QEMU = 0x554d_4551;
    private static final int CONFIG = 0x100;
    private static final int END = 0x200;
    private static final int NO_SHARED_MEMORY = -1;

    private static final int STATUS_FEATURES_OK = 8;
    private static final int STATUS_DRIVER_OK = 4;
    private static final int STATUS_NEEDS_RESET = 0x40;
    private static final int INTERRUPT_USED = 1;
    private static final int INTERRUPT_CONFIG = 2;
    private static final long LOW_HALF = 0xffff_ffffL;

    private final RegisterMap<VirtioRegister> registers = new RegisterMap<>(VirtioRegister.class);
    private final String name;
    private final Layout layout;
    private final VirtioDevice device;
    private final InterruptLine line;
    private final GuestErrors errors;
    private final VirtQueue[] queues;
    private final QueueSetup[] setups;

    private int deviceFeaturesSelect;
    private int driverFeaturesSelect;
    /** As the driver has written them; the modern layout settles on them with FEATURES_OK. */
    private long driverFeatures;
    private long negotiated;
    private int pageShift;
    private int queueSelect;
    private int status;
    private int interrupts;
    private boolean stopped;

    /** The device's side of the transport. */
    private final class Link implements VirtioLink {
        @Override
        public VirtQueue queue(int index) {
            return queues[index];
        }

        @Override
        public void buffersUsed(VirtQueue queue) {
            if (queue.takeInterruptWish()) {
                interrupt(INTERRUPT_USED);
            }
        }

        @Override
        public void guarded(Runnable work) {
            if (stopped) {
                return;
            }
            try {
                work.run();
            } catch (VirtioProtocolException e) {
                stop(e.getMessage());
            }
        }

        @Override
        public void report(String message) {
            errors.report(name, message);
        }
    }

    private final Link link = new Link();

    /** {@code device} may be null: an empty slot. */
    public VirtioMmio(String name, boolean legacy, VirtioDevice device, GuestMemory memory,
            InterruptLine line, GuestErrors errors) {
        this.name = name;
        this.layout = legacy ? Layout.LEGACY : Layout.MODERN;
        this.device = device;
        this.line = line;
        this.errors = errors;
        this.queues = new VirtQueue[device == null ? 0 : device.queueCount()];
        this.setups = new QueueSetup[queues.length];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new VirtQueue(memory, i);
            setups[i] = new QueueSetup();
        }
        if (device != null) {
            device.attach(link);
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** What is in the slot, for people: {@code virtio-block (legacy)}, or {@code empty}. */
    public String description() {
        return device == null ? "empty"
                : "virtio-" + device.kind() + " (" + layout.name().toLowerCase() + ")";
    }

    @Override
    public void reset() {
        deviceFeaturesSelect = 0;
        driverFeaturesSelect = 0;
        pageShift = 0;
        resetDevice();
    }

    private void resetDevice() {
        if (device != null) {
            device.reset();
        }
        for (int i = 0; i < queues.length; i++) {
            queues[i].reset();
            setups[i].reset();
        }
        driverFeatures = 0;
        negotiated = 0;
        queueSelect = 0;
        status = 0;
        stopped = false;
        setInterrupts(0);
    }

    private void stop(String reason) {
        errors.report(name, reason + "; the device stops until it is reset");
        stopped = true;
        if (layout == Layout.MODERN) {
            status |= STATUS_NEEDS_RESET;
            if ((status & STATUS_DRIVER_OK) != 0) {
                interrupt(INTERRUPT_CONFIG);
            }
        }
    }

    private void interrupt(int cause) {
        setInterrupts(interrupts | cause);
    }

    private void setInterrupts(int causes) {
        interrupts = causes;
        line.set(causes != 0);
    }

    @Override
    public boolean supports(int offset, int width, boolean write) {
        return offset < END;
    }

    @Override
    public int read(int offset, int width) {
        if (device != null && offset < CONFIG) {
            VirtioRegister register = registers.at(offset);
            if (width != Integer.BYTES || register == null || !register.isIn(layout)) {
                errors.badAccess(name, false, offset, width);
            } else if (!register.access().readable()) {
                errors.wrongDirection(name, false, register);
            }
        }
        return peek(offset, width);
    }

    @Override
    public int peek(int offset, int width) {
        if (offset >= CONFIG) {
            return device == null ? 0 : readConfig(offset - CONFIG, width);
        }
        VirtioRegister register = registers.at(offset);
        return width != Integer.BYTES || register == null || !register.isIn(layout)
                ? 0 : value(register);
    }

    private int readConfig(int offset, int width) {
        return offset + width > device.configLength()
                ? -1 >>> Integer.SIZE - width * Byte.SIZE : device.readConfig(offset, width);
    }

    private int value(VirtioRegister register) {
        return switch (register) {
            case MAGIC_VALUE -> MAGIC;
            case VERSION -> layout.version();
            case VENDOR_ID -> VENDOR_QEMU;
            default -> device == null ? 0 : deviceValue(register);
        };
    }

    private int deviceValue(VirtioRegister register) {
        return switch (register) {
            case DEVICE_ID -> device.deviceId();
            case DEVICE_FEATURES -> switch (deviceFeaturesSelect) {
                case 0 -> (int) offered();
                case 1 -> (int) (offered() >>> Integer.SIZE);
                default -> 0;
            };
            case QUEUE_NUM_MAX -> selected() ? VirtQueue.SIZE_MAX : 0;
            case QUEUE_PFN -> selected() ? setups[queueSelect].pfn() : 0;
            case QUEUE_READY -> selected() && setups[queueSelect].ready() ? 1 : 0;
            case INTERRUPT_STATUS -> interrupts;
            case STATUS -> status;
            case SHM_LEN_LOW, SHM_LEN_HIGH, SHM_BASE_LOW, SHM_BASE_HIGH -> NO_SHARED_MEMORY;
            // No device changes its configuration by itself, so the generation never changes.
            default -> 0;
        };
    }

    private boolean selected() {
        return queueSelect < queues.length;
    }

    private long offered() {
        long ring = RingFeature.INDIRECT_DESC.mask() | RingFeature.EVENT_IDX.mask()
                | (layout == Layout.LEGACY ? RingFeature.NOTIFY_ON_EMPTY : RingFeature.VERSION_1)
                        .mask();
        return ring | device.features(layout == Layout.LEGACY);
    }

    @Override
    public void write(int offset, int width, int value) {
        if (device == null) {
            return;
        }
        if (offset >= CONFIG) {
            writeConfig(offset - CONFIG, width, value);
            return;
        }
        VirtioRegister register = registers.at(offset);
        if (width != Integer.BYTES || register == null || !register.isIn(layout)) {
            errors.badAccess(name, true, offset, width);
        } else if (!register.access().writable()) {
            errors.wrongDirection(name, true, register);
        } else {
            writeRegister(register, value);
        }
    }

    private void writeConfig(int offset, int width, int value) {
        if (offset + width <= device.configLength()) {
            device.writeConfig(offset, width, value);
        } else {
            errors.badAccess(name, true, offset + CONFIG, width);
        }
    }

    private void writeRegister(VirtioRegister register, int value) {
        switch (register) {
            case DEVICE_FEATURES_SEL -> deviceFeaturesSelect = value;
            case DRIVER_FEATURES_SEL -> driverFeaturesSelect = value;
            case DRIVER_FEATURES -> setDriverFeatures(value);
            case GUEST_PAGE_SIZE ->
                pageShift = value == 0 ? 0 : Integer.numberOfTrailingZeros(value);
            case QUEUE_SEL -> queueSelect = value & 0xffff;
            case QUEUE_NOTIFY -> notifyQueue(value);
            case INTERRUPT_ACK -> setInterrupts(interrupts & ~value);
            case STATUS -> setStatus(value & 0xff);
            case SHM_SEL -> { }
            default -> writeQueueRegister(register, value);
        }
    }

    private void setDriverFeatures(int value) {
        if (driverFeaturesSelect == 0) {
            driverFeatures = driverFeatures & ~LOW_HALF | value & LOW_HALF;
        } else if (driverFeaturesSelect == 1 && layout == Layout.MODERN) {
            driverFeatures = driverFeatures & LOW_HALF | (long) value << Integer.SIZE;
        }
        if (layout == Layout.LEGACY) {
            negotiate();
        }
    }

    private void negotiate() {
        long unknown = driverFeatures & ~offered();
        if (unknown != 0) {
            errors.report(name, String.format(
                    "the driver accepts features that were not offered: 0x%x; ignored", unknown));
        }
        negotiated = driverFeatures & offered();
        for (VirtQueue queue : queues) {
            queue.setFeatures(negotiated);
        }
    }

    private void setStatus(int value) {
        if (value == 0) {
            resetDevice();
            return;
        }
        boolean featuresSettled = (value & ~status & STATUS_FEATURES_OK) != 0;
        if (layout == Layout.MODERN && featuresSettled) {
            negotiate();
        }
        status = value | status & STATUS_NEEDS_RESET;
    }

    private void notifyQueue(int index) {
        if (Integer.compareUnsigned(index, queues.length) >= 0 || !queues[index].ready()) {
            errors.report(name, "notification of queue " + Integer.toUnsignedString(index)
                    + ", which is not set up: ignored");
            return;
        }
        link.guarded(() -> device.notified(index));
    }

    private void writeQueueRegister(VirtioRegister register, int value) {
        if (!selected()) {
            errors.report(name, "store to " + register + " of queue " + queueSelect
                    + ", which does not exist: ignored");
            return;
        }
        QueueSetup setup = setups[queueSelect];
        VirtQueue queue = queues[queueSelect];
        switch (register) {
            case QUEUE_NUM -> check(setup.setSize(value), "a queue of " + value + " entries");
            case QUEUE_ALIGN -> check(setup.setAlign(value), "an alignment of " + value);
            case QUEUE_PFN -> setup.setPfn(value, pageShift, queue, negotiated);
            case QUEUE_READY -> setup.setReady((value & 1) != 0, queue, negotiated);
            default -> setup.setAddress(register, value);
        }
    }

    private void check(boolean possible, String what) {
        if (!possible) {
            errors.report(name, what + " is impossible: ignored");
        }
    }

    @Override
    public void save(StateWriter out) {
        out.section(name);
        out.putInt(device == null ? 0 : device.deviceId());
        out.putInt(layout.version());
        out.putInt(deviceFeaturesSelect);
        out.putInt(driverFeaturesSelect);
        out.putLong(driverFeatures);
        out.putLong(negotiated);
        out.putInt(pageShift);
        out.putInt(queueSelect);
        out.putInt(status);
        out.putInt(interrupts);
        out.putBoolean(stopped);
        for (int i = 0; i < queues.length; i++) {
            setups[i].save(out);
            queues[i].save(out);
        }
        if (device != null) {
            device.save(out);
        }
    }

    @Override
    public void load(StateReader in) {
        in.section(name);
        int id = in.getInt();
        int version = in.getInt();
        if (id != (device == null ? 0 : device.deviceId()) || version != layout.version()) {
            throw new StateFormatException("the saved state has virtio device " + id
                    + ", version " + version + " in " + name + "; this machine has "
                    + description());
        }
        deviceFeaturesSelect = in.getInt();
        driverFeaturesSelect = in.getInt();
        driverFeatures = in.getLong();
        negotiated = in.getLong();
        pageShift = in.getInt();
        queueSelect = in.getInt();
        status = in.getInt();
        setInterrupts(in.getInt());
        stopped = in.getBoolean();
        for (int i = 0; i < queues.length; i++) {
            setups[i].load(in);
            queues[i].load(in);
        }
        if (device != null) {
            device.load(in);
        }
    }
}
