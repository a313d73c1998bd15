package cleave.guestos.kernel.boot;

import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.device.Disks;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.Mounts;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.Panic;

/**
 * What there is before the first program: the root file system, on the RAM disk or the first disk,
 * and descriptors 0, 1 and 2, which write to the console.
 */
public final class FirstFiles {
    private static final int CHUNK = 64;
    private static final int STANDARD_FILES = 3;
    private static final int READ_AND_WRITE = 2;
    private static final FileOperations CONSOLE = console();
    private static final byte[] BYTES = new byte[CHUNK];

    private FirstFiles() {
    }

    private static FileOperations console() {
        FileOperations operations = new FileOperations();
        operations.write = FirstFiles::write;
        return operations;
    }

    private static int write(OpenFile file, Transfer transfer) {
        int done = 0;
        while (transfer.remaining > 0) {
            int part = Math.min(transfer.remaining, CHUNK);
            int result = transfer.take(Address.of(BYTES), part);
            if (result < 0) {
                return done == 0 ? result : done;
            }
            for (int i = 0; i < part; i++) {
                Log.line().put(BYTES[i]);
            }
            done += part;
        }
        return done;
    }

    /** Prepares all this, in the first process. */
    public static void prepare() {
        BlockDevice disk = Disks.find(Address.of("ram0"));
        if (disk == null) {
            disk = Disks.find(Address.of("vda"));
        }
        if (disk == null) {
            Panic.stop("there is no disk for the root file system");
        }
        int result = Mounts.mountRoot(disk, Address.of("root"), Address.of("ext2"), 0,
                Address.of(""));
        if (result < 0) {
            Log.line().text("the root file system cannot be mounted: error ").decimal(-result)
                    .end();
            Panic.stop("there is no root file system: give a disk with ext2");
        }
        Process process = Process.current();
        process.root = Mounts.root();
        process.directory = Mounts.root();
        openConsole(process);
    }

    private static void openConsole(Process process) {
        OpenFile file = new OpenFile();
        if (file == null) {
            Panic.stop("there is no memory for the console");
        }
        file.operations = CONSOLE;
        file.flags = READ_AND_WRITE;
        file.inode = process.root.retain();
        file.references = STANDARD_FILES;
        for (int i = 0; i < STANDARD_FILES; i++) {
            if (process.files.add(file, false) < 0) {
                Panic.stop("the console cannot be opened");
            }
        }
    }
}
