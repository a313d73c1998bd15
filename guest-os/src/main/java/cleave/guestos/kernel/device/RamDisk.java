package cleave.guestos.kernel.device;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.boot.Hardware;
import cleave.guestos.kernel.boot.Range;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.magic.Address;

/** The initial RAM disk as a disk, {@code ram0}: where the loader has put it, and writable. */
final class RamDisk {
    private static final int WORDS_PER_SECTOR = 128;
    private static final Disks.Named DISK = new Disks.Named();

    private RamDisk() {
    }

    static void begin() {
        Range initrd = Hardware.MACHINE.initrd;
        if (initrd.bytes >>> BlockDevice.SECTOR_SHIFT == 0) {
            return;
        }
        DISK.block.sectors = initrd.bytes >>> BlockDevice.SECTOR_SHIFT;
        DISK.block.maximum = Disks.SECTORS_MAX;
        DISK.block.transfer = RamDisk::transfer;
        Disks.addRam(DISK);
    }

    private static int transfer(BlockDevice block, long sector, Address buffer, int sectors,
            boolean write) {
        if (sector < 0 || sector > block.sectors - sectors) {
            return -Errno.EIO;
        }
        Address inside = DirectMap.toVirtual(Hardware.MACHINE.initrd.start
                + ((int) sector << BlockDevice.SECTOR_SHIFT));
        Address from = write ? buffer : inside;
        Address to = write ? inside : buffer;
        for (int i = 0; i < sectors * WORDS_PER_SECTOR; i++) {
            to.storeInt(4 * i, from.loadInt(4 * i));
        }
        return 0;
    }
}
