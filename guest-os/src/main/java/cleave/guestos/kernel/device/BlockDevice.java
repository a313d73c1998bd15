package cleave.guestos.kernel.device;

import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Struct;

/** A disk, or a part of one, in sectors of 512 bytes. */
public final class BlockDevice extends Struct {
    public static final int SECTOR = 512;
    public static final int SECTOR_SHIFT = 9;

    /** Reads or writes sectors; it may sleep. */
    public interface Transfer extends Fn {
        /**
         * Moves {@code sectors} sectors, at most {@link #maximum}, from {@code sector} on.
         *
         * @param buffer the kernel's memory, without gaps in physical memory
         * @return 0, {@code -EIO}, or {@code -EROFS}
         */
        int transfer(BlockDevice device, long sector, Address buffer, int sectors, boolean write);
    }

    /** Makes what was written durable; 0 or {@code -EIO}. */
    public interface Flush extends Fn {
        int flush(BlockDevice device);
    }

    private static BlockDevice all;

    /** The number of its special file: {@code major << 8 | minor}, both below 256. */
    public int number;
    /** What it is called in {@code /dev}, a C string. */
    public Address name;
    public long sectors;
    /** Most sectors of a transfer; at least 8. */
    public int maximum;
    public boolean readOnly;
    public Transfer transfer;
    /** Null for a device that has no cache of its own. */
    public Flush flush;
    /** The driver's own. */
    public Address data;
    /** For a part of a disk: the disk. */
    public BlockDevice whole;
    /** For a part of a disk: its first sector there. */
    public long start;
    /** How many file systems are on it: 0 or 1. */
    public int mounts;
    private BlockDevice next;

    /** Makes it known under its number. */
    public void register() {
        next = all;
        all = this;
    }

    /** The device of that number; null if there is none. */
    public static BlockDevice find(int number) {
        BlockDevice device = all;
        while (device != null && device.number != number) {
            device = device.next;
        }
        return device;
    }

    /** The device registered last; with {@link #following} all of them. */
    public static BlockDevice first() {
        return all;
    }

    /** The device registered before this one; null at the end. */
    public BlockDevice following() {
        return next;
    }
}
