package cleave.emulator.cli;

import cleave.emulator.boot.BootException;
import cleave.emulator.device.virtio.BlockBackend;
import cleave.emulator.device.virtio.FaultRange;
import cleave.emulator.device.virtio.FaultyBlockBackend;
import cleave.emulator.device.virtio.FileBlockBackend;
import cleave.emulator.device.virtio.OverlayBlockBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A disk: QEMU's {@code -drive}, as far as it is about raw images, and {@code errors}, which is
 * ours.
 *
 * @param file the image
 * @param id what {@code -device} refers to it by; may be empty
 * @param automatic whether it becomes a virtio disk without a {@code -device}
 * @param readOnly the guest may not write
 * @param snapshot what the guest writes is forgotten at the end
 * @param errors sectors that fail
 */
record DriveOption(String file, String id, boolean automatic, boolean readOnly,
        boolean snapshot, List<FaultRange> errors) {

    static DriveOption parse(String text) throws UsageException {
        KeyValues values = new KeyValues("-drive", text, null);
        values.allow("file", "format", "if", "id", "readonly", "snapshot", "media", "index", "unit",
                "cache", "aio", "discard", "detect-zeroes", "werror", "rerror",
                "errors");
        String format = values.get("format").orElse("raw");
        if (!format.equals("raw")) {
            throw values.problem("only format=raw is read: convert it with qemu-img convert -O "
                    + "raw");
        }
        String kind = values.get("if").orElse("virtio");
        if (kind.equals("pflash")) {
            throw values.problem("there is no flash: give firmware with -bios");
        }
        if (!kind.equals("virtio") && !kind.equals("none")) {
            throw values.problem("if is virtio or none");
        }
        boolean disc = values.get("media").orElse("disk").equals("cdrom");
        return new DriveOption(values.require("file"), values.get("id").orElse(""),
                kind.equals("virtio"), values.isOn("readonly", disc),
                values.isOn("snapshot", false), errors(values));
    }

    private static List<FaultRange> errors(KeyValues values) throws UsageException {
        if (!values.has("errors")) {
            return List.of();
        }
        try {
            return FaultRange.parse(values.require("errors"));
        } catch (IllegalArgumentException e) {
            throw values.problem("errors: " + e.getMessage());
        }
    }

    /** A disk without options of its own. */
    static DriveOption ofImage(Path image, boolean snapshot) {
        return new DriveOption(image.toString(), "", true, false, snapshot, List.of());
    }

    /** @param allSnapshots {@code -snapshot}: nothing is written to any image */
    BlockBackend open(boolean allSnapshots) throws BootException {
        boolean overlay = snapshot || allSnapshots;
        try {
            BlockBackend image = FileBlockBackend.open(Path.of(file), readOnly || overlay);
            BlockBackend disk = overlay && !readOnly ? new OverlayBlockBackend(image) : image;
            return errors.isEmpty() ? disk : new FaultyBlockBackend(disk, errors);
        } catch (IOException e) {
            throw new BootException(e.getMessage());
        }
    }
}
