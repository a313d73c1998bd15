package cleave.guestos.kernel.file.dev;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Ioctl;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * A disk as a file. It is read and written directly; while a file system is mounted on it, it
 * cannot be written, since the file system has its own memory of what is where.
 */
final class BlockFile {
    private static final int PAGE_SECTORS = Pte.PAGE_SIZE / BlockDevice.SECTOR;

    static final FileOperations OPERATIONS = operations();

    private BlockFile() {
    }

    private static FileOperations operations() {
        FileOperations operations = new FileOperations();
        operations.open = BlockFile::open;
        operations.read = BlockFile::read;
        operations.write = BlockFile::write;
        operations.seek = BlockFile::seek;
        operations.control = BlockFile::control;
        operations.synchronise = BlockFile::synchronise;
        return operations;
    }

    private static BlockDevice of(OpenFile file) {
        return Struct.at(file.data, BlockDevice.class);
    }

    private static int open(Inode inode, OpenFile file) {
        BlockDevice device = BlockDevice.find(inode.device);
        if (device == null) {
            return -Errno.ENXIO;
        }
        if (file.isWritable() && device.readOnly) {
            return -Errno.EACCES;
        }
        file.data = Address.of(device);
        return 0;
    }

    private static long size(BlockDevice device) {
        return device.sectors << BlockDevice.SECTOR_SHIFT;
    }

    private static long seek(OpenFile file, long offset, int whence) {
        long from = whence == OpenFlags.SEEK_SET ? 0 : whence == OpenFlags.SEEK_CUR ? file.offset
                : whence == OpenFlags.SEEK_END ? size(of(file)) : -1;
        long to = from + offset;
        return from < 0 || to < 0 || to > size(of(file)) ? -Errno.EINVAL : to;
    }

    private static int read(OpenFile file, Transfer to) {
        return move(of(file), to, false);
    }

    private static int write(OpenFile file, Transfer from) {
        BlockDevice device = of(file);
        if (device.mounts != 0) {
            return -Errno.EBUSY;
        }
        return from.remaining > 0 && from.offset >= size(device) ? -Errno.ENOSPC
                : move(device, from, true);
    }

    private static int move(BlockDevice device, Transfer transfer, boolean writing) {
        Frame frame = Frames.allocate();
        if (frame == null) {
            return -Errno.ENOMEM;
        }
        int done = 0;
        int result = 0;
        while (result == 0 && transfer.remaining > 0 && transfer.offset < size(device)) {
            int offset = (int) transfer.offset & BlockDevice.SECTOR - 1;
            int bytes = (int) Math.min(Math.min(transfer.remaining, Pte.PAGE_SIZE - offset),
                    size(device) - transfer.offset);
            result = movePage(device, transfer, frame.address(), offset, bytes, writing);
            if (result == 0) {
                transfer.offset += bytes;
                done += bytes;
            }
        }
        Frames.release(frame);
        return done > 0 ? done : result;
    }

    private static int movePage(BlockDevice device, Transfer transfer, Address page, int offset,
            int bytes, boolean writing) {
        long sector = transfer.offset >>> BlockDevice.SECTOR_SHIFT;
        int sectors = offset + bytes + BlockDevice.SECTOR - 1 >>> BlockDevice.SECTOR_SHIFT;
        assert sectors <= PAGE_SECTORS : "more sectors than a page has";
        boolean whole = offset == 0 && (bytes & BlockDevice.SECTOR - 1) == 0;
        int result = writing && whole ? 0
                : device.transfer.transfer(device, sector, page, sectors, false);
        if (result != 0) {
            return result;
        }
        if (!writing) {
            return transfer.give(page.plus(offset), bytes);
        }
        result = transfer.take(page.plus(offset), bytes);
        return result != 0 ? result
                : device.transfer.transfer(device, sector, page, sectors, true);
    }

    private static int synchronise(OpenFile file, boolean dataOnly) {
        BlockDevice device = of(file);
        return device.flush == null ? 0 : device.flush.flush(device);
    }

    private static int control(OpenFile file, int request, int argument) {
        BlockDevice device = of(file);
        return switch (request) {
            case Ioctl.BLKROGET -> UserMemory.writeInt(argument, device.readOnly ? 1 : 0);
            case Ioctl.BLKSSZGET -> UserMemory.writeInt(argument, BlockDevice.SECTOR);
            case Ioctl.BLKGETSIZE -> UserMemory.writeInt(argument, (int) device.sectors);
            case Ioctl.BLKGETSIZE64 -> UserMemory.writeInt(argument, (int) size(device))
                    | UserMemory.writeInt(argument + 4, (int) (size(device) >>> Integer.SIZE));
            case Ioctl.BLKFLSBUF -> Process.current().credentials.euid != 0 ? -Errno.EACCES
                    : synchronise(file, false);
            default -> -Errno.ENOTTY;
        };
    }
}
