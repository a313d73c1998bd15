package cleave.emulator.boot;

import cleave.emulator.platform.DeviceTreeException;
import cleave.emulator.platform.DeviceTreeNode;
import cleave.emulator.platform.FlattenedTree;

/** A device tree that the user gave as a file; what the loader knows is put into it. */
public final class FileTree implements DeviceTreeSource {
    private final String file;

    /** @param file a flattened tree: what {@code dtc -O dtb} writes */
    public FileTree(String file) {
        this.file = file;
    }

    @Override
    public byte[] flatten(Chosen places) throws BootException {
        byte[] content = HostFile.read(file);
        try {
            DeviceTreeNode root = FlattenedTree.read(content);
            DeviceTreeNode found = root.find("chosen");
            DeviceTreeNode chosen = found != null ? found : root.child("chosen");
            places.commandLine().ifPresent(words -> chosen.strings("bootargs", words));
            if (places.initrdStart() != places.initrdEnd()) {
                chosen.cells("linux,initrd-start", (int) places.initrdStart());
                chosen.cells("linux,initrd-end", (int) places.initrdEnd());
            }
            return FlattenedTree.write(root);
        } catch (DeviceTreeException e) {
            throw new BootException(file + " is no device tree (" + e.getMessage()
                    + "): compile source with dtc -O dtb");
        }
    }
}
