package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.magic.Address;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk whose sectors are memory, filled from an image and written back to it. */
final class TestDisk {
    /** Where its sectors are. */
    static final int START = 0x4000_0000;
    static final int BYTES_MAX = 32 << 20;
    private static final int NUMBER = 254 << 8;

    /** Sectors from here on cannot be read or written; far behind the end as a rule. */
    static long badFrom = Long.MAX_VALUE;
    static int transfers;
    /** Where the last write began. */
    static long written;
    /** Whether only writes fail there. */
    static boolean readable;

    private TestDisk() {
    }

    /** Fills it from a file. */
    static BlockDevice load(Path image) throws IOException {
        long bytes = Files.size(image);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(
                Files.newInputStream(image), 1 << 16))) {
            for (int i = 0; i < bytes; i += Long.BYTES) {
                Address.of(START).storeLong(i, Long.reverseBytes(in.readLong()));
            }
        }
        BlockDevice device = new BlockDevice();
        device.number = NUMBER;
        device.name = Address.of("vda");
        device.sectors = bytes / BlockDevice.SECTOR;
        device.maximum = 256;
        device.transfer = TestDisk::transfer;
        return device;
    }

    static void save(BlockDevice device, Path image) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                Files.newOutputStream(image), 1 << 16))) {
            for (int i = 0; i < device.sectors * BlockDevice.SECTOR; i += Long.BYTES) {
                out.writeLong(Long.reverseBytes(Address.of(START).loadLong(i)));
            }
        }
    }

    private static int transfer(BlockDevice device, long sector, Address buffer, int sectors,
            boolean write) {
        transfers++;
        written = write ? sector : written;
        if (sector < 0 || sector + sectors > device.sectors || sector + sectors > badFrom
                && (write || !readable)) {
            return -Errno.EIO;
        }
        Address disk = Address.of(START + (int) sector * BlockDevice.SECTOR);
        for (int i = 0; i < sectors * BlockDevice.SECTOR; i += Integer.BYTES) {
            if (write) {
                disk.storeInt(i, buffer.loadInt(i));
            } else {
                buffer.storeInt(i, disk.loadInt(i));
            }
        }
        return 0;
    }
}
