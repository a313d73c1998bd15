package cleave.guestos.kernel.boot;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.device.Disks;
import cleave.guestos.kernel.file.FileTable;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.Mounts;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.OpenFiles;
import cleave.guestos.kernel.file.Path;
import cleave.guestos.kernel.file.Superblock;
import cleave.guestos.kernel.process.FileView;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.Panic;

/**
 * What there is before the first program: the root file system, which {@code root=} names or which
 * is the RAM disk or the first disk; {@code /dev} and {@code /proc}, if it has these directories;
 * and the console as descriptors 0, 1 and 2.
 */
public final class FirstFiles {
    private static final int PATH_DEVICES = 5;
    private static final int STANDARD_FILES = 3;
    private static final String NOTHING = "";
    private static final byte[] SOURCE = new byte[32];

    private FirstFiles() {
    }

    /** Prepares all this, in the first process. */
    public static void prepare() {
        Address name = BootArguments.value("root");
        mountRoot(name.isNull() ? defaultRoot() : named(name), name);
        Process process = Process.current();
        process.view = FileView.create(Mounts.root(), Mounts.root());
        if (process.view == null) {
            Panic.stop("there is no memory for init");
        }
        mount("devtmpfs", "/dev");
        mount("proc", "/proc");
        openConsole(process);
    }

    private static BlockDevice defaultRoot() {
        BlockDevice ramDisk = Disks.find(Address.of("ram0"));
        BlockDevice partition = Disks.find(Address.of("vda1"));
        return ramDisk != null ? ramDisk : partition != null ? partition
                : Disks.find(Address.of("vda"));
    }

    private static BlockDevice named(Address name) {
        return FlatTree.same(name, "/dev/", true) ? Disks.find(name.plus(PATH_DEVICES)) : null;
    }

    private static void mountRoot(BlockDevice device, Address asked) {
        if (device == null) {
            if (!asked.isNull()) {
                Log.line().text("root=").text(asked).text(" names no disk; there are:").end();
                for (BlockDevice disk = BlockDevice.first(); disk != null;
                        disk = disk.following()) {
                    Log.line().text("  /dev/").text(disk.name).end();
                }
            }
            Panic.stop("there is no disk for the root file system: give a disk or root=/dev/NAME");
        }
        Address wanted = BootArguments.value("rootfstype");
        Address type = wanted.isNull() ? Address.of("ext2") : wanted;
        Address options = BootArguments.value("rootflags");
        boolean readOnly = device.readOnly || BootArguments.has("ro");
        int result = Mounts.mountRoot(device, source(device), type,
                readOnly ? Superblock.READ_ONLY : 0, options.isNull() ? Address.of(NOTHING)
                        : options);
        if (result < 0) {
            Log.line().text(device.name).text(" cannot be mounted as ").text(type)
                    .text(": error ").decimal(-result).end();
            Panic.stop("there is no root file system: give a disk with ext2");
        }
        Log.line().text("/dev/").text(device.name).text(" is the root, ")
                .text(readOnly ? "read-only" : "to be written").end();
    }

    /** The path of a disk's special file. */
    private static Address source(BlockDevice device) {
        String folder = "/dev/";
        for (int i = 0; i < folder.length(); i++) {
            SOURCE[i] = (byte) folder.charAt(i);
        }
        int at = 0;
        while (device.name.loadByte(at) != 0) {
            SOURCE[folder.length() + at] = (byte) device.name.loadByte(at);
            at++;
        }
        SOURCE[folder.length() + at] = 0;
        return Address.of(SOURCE);
    }

    private static void mount(String type, String place) {
        Inode directory = Path.lookup(Address.of(place), Path.DIRECTORY);
        int result = Errors.are(directory) ? Errors.of(directory)
                : Mounts.mount(Address.of(type), directory, Address.of(type), 0,
                        Address.of(NOTHING));
        if (result < 0) {
            Log.line().text(type).text(" is not mounted on ").text(place).text(": error ")
                    .decimal(-result).end();
        }
        if (!Errors.are(directory)) {
            directory.release();
        }
    }

    private static void openConsole(Process process) {
        OpenFile console = OpenFiles.open(Address.of("/dev/console"), OpenFlags.O_RDWR, 0);
        if (Errors.are(console)) {
            Log.line().text("/dev/console cannot be opened: error ")
                    .decimal(-Errors.of(console)).end();
            return;
        }
        FileTable files = process.files;
        for (int i = 0; i < STANDARD_FILES; i++) {
            files.add(i == 0 ? console : console.retain(), false);
        }
    }
}
