package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.boot.BootRequest;
import cleave.emulator.device.ConsolePort;
import cleave.emulator.device.virtio.BlockBackend;
import cleave.emulator.platform.VirtioSlots;
import cleave.toolchain.text.Nearest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@code -device}, {@code -drive}, {@code -chardev} and {@code -global} plug into the machine.
 * First it is all checked, then the disks are opened, by {@link #plug}.
 */
final class DeviceOptions implements AutoCloseable {
    private static final String BUS = "virtio-mmio-bus.";
    private static final String ANY_SLOT = "";
    private static final int NO_SLOT = -1;
    private static final List<String> KNOWN = List.of("virtio-blk-device", "virtio-rng-device",
            "virtio-serial-device", "virtconsole", "loader");

    /** A device that goes into a slot. */
    private sealed interface Plugged {
        /** {@code virtio-mmio-bus.N}, or {@link #ANY_SLOT}. */
        String bus();
    }

    private record Disk(String bus, DriveOption drive, String serial) implements Plugged {
    }

    private record Rng(String bus) implements Plugged {
    }

    private record Console(String bus, SerialTarget target) implements Plugged {
    }

    private final Map<String, DriveOption> drives = new LinkedHashMap<>();
    private final Map<String, SerialTarget> lines = new HashMap<>();
    private final List<Plugged> plugged = new ArrayList<>();
    /** Disks without a {@code -device}; the first is what Linux calls vda. */
    private final List<Disk> automatic = new ArrayList<>();
    private final List<BootRequest.Extra> loaded = new ArrayList<>();
    private final Set<String> used = new HashSet<>();
    private final List<BlockBackend> open = new ArrayList<>();
    private final boolean legacy;
    private final boolean snapshot;

    private DeviceOptions(boolean legacy, boolean snapshot) {
        this.legacy = legacy;
        this.snapshot = snapshot;
    }

    static DeviceOptions of(Arguments arguments) throws UsageException {
        DeviceOptions options = new DeviceOptions(isLegacy(arguments),
                arguments.has(Opt.SNAPSHOT));
        options.readDrives(arguments);
        for (String text : arguments.values(Opt.CHARDEV)) {
            options.addLine(new KeyValues("-chardev", text, "kind"));
        }
        for (String text : arguments.values(Opt.OBJECT)) {
            KeyValues object = new KeyValues("-object", text, "kind");
            if (!object.get("kind").orElse("").startsWith("rng-")) {
                throw object.problem("it can be rng-random or rng-builtin");
            }
        }
        options.readDevices(arguments);
        for (DriveOption drive : options.drives.values()) {
            if (!drive.automatic() && !options.used.contains(drive.id())) {
                throw new UsageException("-drive with id=" + drive.id()
                        + " is connected to nothing: "
                        + "add -device virtio-blk-device,drive=" + drive.id()
                        + ", or say if=virtio");
            }
        }
        return options;
    }

    private static boolean isLegacy(Arguments arguments) throws UsageException {
        boolean legacy = true;
        for (String text : arguments.values(Opt.GLOBAL)) {
            KeyValues values = new KeyValues("-global", text, null);
            values.allow("virtio-mmio.force-legacy");
            legacy = values.isOn("virtio-mmio.force-legacy", true);
        }
        return legacy;
    }

    private void readDrives(Arguments arguments) throws UsageException {
        List<DriveOption> all = new ArrayList<>();
        for (String file : arguments.values(Opt.HDA)) {
            all.add(DriveOption.ofImage(Path.of(file), false));
        }
        for (String text : arguments.values(Opt.DRIVE)) {
            all.add(DriveOption.parse(text));
        }
        for (DriveOption drive : all) {
            if (drive.id().isEmpty() && !drive.automatic()) {
                throw new UsageException("-drive file=" + drive.file()
                        + ",if=none lacks id=..., by "
                        + "which -device could find it");
            }
            if (!drive.id().isEmpty() && drives.put(drive.id(), drive) != null) {
                throw new UsageException("two drives have id=" + drive.id());
            }
        }
        all.stream().filter(DriveOption::automatic)
                .forEach(drive -> automatic.add(new Disk(ANY_SLOT, drive, "")));
    }

    private void addLine(KeyValues values) throws UsageException {
        values.allow("kind", "id", "path", "mux", "signal", "append");
        String kind = values.require("kind");
        String spec = switch (kind) {
            case "stdio" -> values.isOn("mux", false) ? "mon:stdio" : "stdio";
            case "file" -> "file:" + values.require("path");
            case "null" -> "null";
            default -> throw values.problem("it can be stdio, file or null");
        };
        lines.put(values.require("id"), SerialTarget.parse(spec));
    }

    /** Where the serial line and the virtio console lead; standard input goes to one of them. */
    ConsoleLines lines(Arguments arguments) throws UsageException {
        Optional<SerialTarget> virtio = plugged.stream()
                .filter(Console.class::isInstance).map(c -> ((Console) c).target).findFirst();
        boolean taken = virtio.isPresent() && virtio.get().keyboard();
        String text = arguments.value(Opt.SERIAL).orElse(taken ? "null" : "mon:stdio");
        String prefix = "chardev:";
        SerialTarget serial = text.startsWith(prefix)
                ? line("-serial " + text, text.substring(prefix.length()))
                : SerialTarget.parse(text);
        if (taken && serial.keyboard()) {
            throw new UsageException("the serial line and the virtio console cannot both have "
                    + "standard input: say -serial null");
        }
        return new ConsoleLines(serial, virtio);
    }

    private SerialTarget line(String user, String id) throws UsageException {
        SerialTarget target = lines.get(id);
        if (target == null) {
            throw new UsageException(user + ": there is no -chardev with id=" + id);
        }
        return target;
    }

    private void readDevices(Arguments arguments) throws UsageException {
        Optional<String> serialBus = Optional.empty();
        for (String text : arguments.values(Opt.DEVICE)) {
            KeyValues device = new KeyValues("-device", text, "driver");
            switch (device.require("driver")) {
                case "virtio-blk-device" -> plugged.add(disk(device));
                case "virtio-rng-device" -> {
                    device.allow("driver", "rng", "bus", "id", "max-bytes", "period");
                    plugged.add(new Rng(bus(device)));
                }
                case "virtio-serial-device" -> {
                    device.allow("driver", "bus", "id", "max_ports");
                    serialBus = Optional.of(bus(device));
                }
                case "virtconsole" -> plugged.add(console(device, serialBus));
                case "loader" -> loaded.add(load(device));
                default -> throw unknown(device);
            }
        }
    }

    private Disk disk(KeyValues device) throws UsageException {
        device.allow("driver", "drive", "bus", "id", "serial", "bootindex", "write-cache", "scsi",
                "config-wce", "num-queues", "queue-size", "request-merging");
        String id = device.require("drive");
        DriveOption drive = drives.get(id);
        if (drive == null) {
            throw device.problem("there is no -drive with id=" + id + Nearest.to(id,
                    drives.keySet()).map(n -> ": did you mean " + n + "?").orElse(""));
        }
        if (drive.automatic() || !used.add(id)) {
            throw device.problem("the drive " + id + " is connected already"
                    + (drive.automatic() ? ": say if=none" : ""));
        }
        return new Disk(bus(device), drive, device.get("serial").orElse(""));
    }

    private Console console(KeyValues device, Optional<String> serialBus) throws UsageException {
        device.allow("driver", "chardev", "bus", "id", "name", "nr");
        if (serialBus.isEmpty()) {
            throw device.problem("it needs a -device virtio-serial-device before it");
        }
        if (plugged.stream().anyMatch(Console.class::isInstance)) {
            throw device.problem("there can be one virtio console");
        }
        return new Console(serialBus.get(), line("-device virtconsole", device.require("chardev")));
    }

    private static BootRequest.Extra load(KeyValues device) throws UsageException {
        device.allow("driver", "file", "addr", "cpu-num", "force-raw");
        return new BootRequest.Extra(device.require("file"),
                device.has("addr") ? Optional.of(device.number("addr")) : Optional.empty());
    }

    private static String bus(KeyValues device) throws UsageException {
        String bus = device.get("bus").orElse(ANY_SLOT);
        boolean known = bus.equals(ANY_SLOT) || bus.matches("virtio-mmio-bus\\.[0-7]");
        if (!known) {
            throw device.problem("there is no bus " + bus + ": they are called " + BUS + "0 to "
                    + BUS + (VirtioSlots.COUNT - 1));
        }
        return bus;
    }

    private static UsageException unknown(KeyValues device) throws UsageException {
        String name = device.require("driver");
        if (name.endsWith("-pci")) {
            String twin = name.replace("-pci", "-device");
            return device.problem("there is no PCI"
                    + (KNOWN.contains(twin) ? ": say " + twin : ""));
        }
        if (name.startsWith("virtio-net") || name.startsWith("e1000")) {
            return device.problem("there is no network device");
        }
        return device.problem("there is no device " + name + Nearest.to(name, KNOWN)
                .map(n -> ": did you mean " + n + "?")
                .orElse("; there are " + String.join(", ", KNOWN)));
    }

    /** Files to put into RAM. */
    List<BootRequest.Extra> loaded() {
        return loaded;
    }

    /**
     * The disk that is booted from becomes the first, unless it is connected already.
     *
     * @param forgetful whether what the guest writes to it is forgotten at the end
     */
    void addBootDisk(Path image, boolean forgetful) {
        boolean known = Stream.concat(plugged.stream(), automatic.stream()).anyMatch(
                p -> p instanceof Disk disk && Path.of(disk.drive.file()).toAbsolutePath()
                        .equals(image.toAbsolutePath()));
        if (!known) {
            automatic.add(0, new Disk(ANY_SLOT, DriveOption.ofImage(image, forgetful), ""));
        }
    }

    /**
     * Opens the disks and says what is in which slot. Whoever names a slot has it. Disks without a
     * device of their own follow: in the first slots, where simple kernels look, the first disk in
     * the highest of them, because kernels that follow the device tree count from the top.
     *
     * @param console the host's end of the virtio console, if there is one
     * @param seed what random numbers are made from
     */
    VirtioSlots plug(ConsolePort console, long seed) throws UsageException, BootException {
        VirtioSlots slots = new VirtioSlots();
        if (!legacy) {
            slots.modern();
        }
        Set<Integer> taken = new HashSet<>();
        List<Plugged> unnamed = new ArrayList<>();
        for (Plugged device : plugged) {
            if (device.bus().equals(ANY_SLOT)) {
                unnamed.add(device);
            } else {
                int slot = Integer.parseInt(device.bus().substring(BUS.length()));
                taken.add(slot);
                plug(slots, slot, maker(device, console, seed));
            }
        }
        boolean low = unnamed.stream().noneMatch(Disk.class::isInstance)
                && taken.stream().noneMatch(slot -> slot < automatic.size());
        int slot = automatic.size();
        for (Disk disk : automatic) {
            plug(slots, low ? --slot : NO_SLOT, maker(disk, console, seed));
        }
        for (Plugged device : unnamed) {
            plug(slots, NO_SLOT, maker(device, console, seed));
        }
        return slots;
    }

    private VirtioSlots.Maker maker(Plugged device, ConsolePort console, long seed)
            throws BootException {
        if (device instanceof Disk disk) {
            BlockBackend image = disk.drive.open(snapshot);
            open.add(image);
            return VirtioSlots.block(image, disk.serial);
        }
        return device instanceof Console ? VirtioSlots.console(console) : VirtioSlots.rng(seed);
    }

    private static void plug(VirtioSlots slots, int slot, VirtioSlots.Maker maker)
            throws UsageException {
        try {
            if (slot == NO_SLOT) {
                slots.plug(maker);
            } else {
                slots.plug(slot, maker);
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("-device: " + e.getMessage());
        }
    }

    /** Closes the disks. */
    @Override
    public void close() throws BootException {
        for (BlockBackend image : open) {
            try {
                image.close();
            } catch (IOException e) {
                throw new BootException(image.name() + " could not be closed: " + e.getMessage());
            }
        }
    }
}
