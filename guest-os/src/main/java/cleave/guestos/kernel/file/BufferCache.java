package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Blocks of disks in memory, by device and number: the metadata of file systems. */
public final class BufferCache {
    private static final int BUCKETS = 1024;
    private static final int MIX = 0x9e37_79b1;
    private static final int MIX_SHIFT = 22;
    /** Blocks have 1, 2 or 4 KiB. */
    private static final int SMALLEST_SHIFT = 10;
    private static final int KINDS = 3;
    /** As many as are held at once. */
    private static final int SPARES_MAX = 8;
    private static final Buffer[] TABLE = new Buffer[BUCKETS];
    private static Buffer newest;
    private static Buffer oldest;
    private static int count;
    private static int dirty;
    /** For each size, memory of blocks that are gone, for those that come when memory is full. */
    private static final Buffer[] SPARES = new Buffer[KINDS];
    private static final int[] SPARE_COUNTS = new int[KINDS];

    private BufferCache() {
    }

    /** Bytes in memory. */
    public static int count() {
        return count;
    }

    static int dirty() {
        return dirty;
    }

    static void dirtied() {
        dirty++;
    }

    private static int bucket(BlockDevice device, int block) {
        return (block + device.number * 31) * MIX >>> MIX_SHIFT;
    }

    private static Buffer find(BlockDevice device, int block) {
        Buffer buffer = TABLE[bucket(device, block)];
        while (buffer != null && (buffer.block != block || buffer.device != device)) {
            buffer = buffer.nextOfHash;
        }
        return buffer;
    }

    /** The block, read from the disk if need be, held for the caller; or an error. */
    public static Buffer read(BlockDevice device, int block, int size) {
        Buffer buffer = obtain(device, block, size);
        if (Errors.are(buffer) || (buffer.state & Buffer.NEW) == 0) {
            return buffer;
        }
        buffer.state = Buffer.BUSY;
        int result = transfer(buffer, false);
        buffer.state &= ~Buffer.BUSY;
        buffer.waiting.wakeAll();
        if (result < 0) {
            buffer.references--;
            remove(buffer);
            return Struct.at(Address.of(result), Buffer.class);
        }
        return buffer;
    }

    /** A block of zeros that nobody has read, held for the caller and dirty; or an error. */
    public static Buffer fresh(BlockDevice device, int block, int size) {
        Buffer buffer = obtain(device, block, size);
        if (Errors.are(buffer)) {
            return buffer;
        }
        buffer.state &= ~Buffer.NEW;
        Bytes.clear(buffer.data, size);
        buffer.markDirty();
        return buffer;
    }

    /** The block, if it is in memory, when nobody reads or writes it any more; else null. */
    private static Buffer settled(BlockDevice device, int block) {
        Buffer buffer = find(device, block);
        while (buffer != null && (buffer.state & Buffer.BUSY) != 0) {
            buffer.waiting.sleepUninterruptible();
            buffer = find(device, block);
        }
        return buffer;
    }

    /** The block, held for the caller, {@link Buffer#NEW} if it was not in memory; or an error. */
    private static Buffer obtain(BlockDevice device, int block, int size) {
        while (true) {
            Buffer buffer = settled(device, block);
            if (buffer != null) {
                assert buffer.size == size : "a disk has blocks of two sizes";
                buffer.state |= Buffer.USED;
                buffer.references++;
                return buffer;
            }
            buffer = create(device, block, size);
            // While one was written that can give way, somebody may have brought this one.
            if (!Errors.are(buffer) || !writeIdle(size)) {
                return buffer;
            }
        }
    }

    private static int transfer(Buffer buffer, boolean write) {
        int shift = Integer.numberOfTrailingZeros(buffer.size) - BlockDevice.SECTOR_SHIFT;
        long sector = Integer.toUnsignedLong(buffer.block) << shift;
        int result = buffer.device.transfer.transfer(buffer.device, sector, buffer.data,
                1 << shift, write);
        if (result < 0) {
            DiskErrors.tell(buffer.device, sector, write, null);
        }
        return result;
    }

    private static Buffer create(BlockDevice device, int block, int size) {
        Buffer buffer = new Buffer();
        if (buffer != null) {
            buffer.data = Heap.allocate(size);
            if (buffer.data.isNull()) {
                Heap.free(buffer, Struct.sizeOf(Buffer.class));
                buffer = null;
            }
        }
        if (buffer == null) {
            // What a file system has begun it must be able to end, or to take back.
            buffer = idle(size, Buffer.DIRTY | Buffer.BUSY);
            if (buffer != null) {
                unlink(buffer);
            } else {
                buffer = takeSpare(size);
            }
            if (buffer == null) {
                return Struct.at(Errors.address(Errno.ENOMEM), Buffer.class);
            }
        }
        buffer.state = Buffer.NEW;
        buffer.device = device;
        buffer.block = block;
        buffer.size = size;
        buffer.references = 1;
        int bucket = bucket(device, block);
        buffer.nextOfHash = TABLE[bucket];
        TABLE[bucket] = buffer;
        buffer.older = newest;
        buffer.newer = null;
        if (newest == null) {
            oldest = buffer;
        } else {
            newest.newer = buffer;
        }
        newest = buffer;
        count += size;
        return buffer;
    }

    /** The oldest of that size that nobody holds, in none of the states; null if there is none. */
    private static Buffer idle(int size, int states) {
        Buffer buffer = oldest;
        while (buffer != null && (buffer.size != size || buffer.references != 0
                || (buffer.state & states) != 0)) {
            buffer = buffer.newer;
        }
        return buffer;
    }

    /** Writes one of that size that nobody holds: whether one can give way now. */
    private static boolean writeIdle(int size) {
        Buffer buffer = idle(size, Buffer.BUSY);
        return buffer != null && writeOne(buffer) >= 0;
    }

    private static void remove(Buffer buffer) {
        unlink(buffer);
        int kind = kind(buffer.size);
        if (SPARE_COUNTS[kind] < SPARES_MAX) {
            SPARE_COUNTS[kind]++;
            buffer.newer = SPARES[kind];
            SPARES[kind] = buffer;
            return;
        }
        Heap.free(buffer.data, buffer.size);
        Heap.free(buffer, Struct.sizeOf(Buffer.class));
    }

    private static int kind(int size) {
        return Integer.numberOfTrailingZeros(size) - SMALLEST_SHIFT;
    }

    private static Buffer takeSpare(int size) {
        int kind = kind(size);
        Buffer buffer = SPARES[kind];
        if (buffer != null) {
            SPARES[kind] = buffer.newer;
            SPARE_COUNTS[kind]--;
        }
        return buffer;
    }

    /** It is no longer the block that it was. */
    private static void unlink(Buffer buffer) {
        int bucket = bucket(buffer.device, buffer.block);
        if (TABLE[bucket] == buffer) {
            TABLE[bucket] = buffer.nextOfHash;
        } else {
            Buffer before = TABLE[bucket];
            while (before.nextOfHash != buffer) {
                before = before.nextOfHash;
            }
            before.nextOfHash = buffer.nextOfHash;
        }
        unage(buffer);
        clean(buffer);
        count -= buffer.size;
    }

    private static void unage(Buffer buffer) {
        if (buffer.newer == null) {
            newest = buffer.older;
        } else {
            buffer.newer.older = buffer.older;
        }
        if (buffer.older == null) {
            oldest = buffer.newer;
        } else {
            buffer.older.newer = buffer.newer;
        }
    }

    private static void clean(Buffer buffer) {
        if ((buffer.state & Buffer.DIRTY) != 0) {
            buffer.state &= ~Buffer.DIRTY;
            dirty--;
        }
    }

    /** The block is free on the disk now: what it had need not be written. */
    public static void forget(BlockDevice device, int block) {
        Buffer buffer = settled(device, block);
        if (buffer != null) {
            clean(buffer);
            if (buffer.references == 0) {
                remove(buffer);
            }
        }
    }

    /** Writes what is dirty of a device; 0, or the last error, and then that block stays dirty. */
    public static int write(BlockDevice device) {
        int result = 0;
        Buffer buffer = oldest;
        while (buffer != null && dirty > 0) {
            Buffer next = buffer.newer;
            if (buffer.device == device && (buffer.state & Buffer.DIRTY) != 0) {
                int written = writeOne(buffer);
                result = written < 0 ? written : result;
                next = buffer.newer;
            }
            buffer = next;
        }
        return result;
    }

    /** Writes one block if it is dirty: 0, or an error, and then it stays dirty. */
    public static int writeOne(Buffer buffer) {
        // Held, so that it stays where it is while this sleeps.
        buffer.references++;
        while ((buffer.state & Buffer.BUSY) != 0) {
            buffer.waiting.sleepUninterruptible();
        }
        int result = 0;
        if ((buffer.state & Buffer.DIRTY) != 0) {
            clean(buffer);
            buffer.state |= Buffer.BUSY;
            result = transfer(buffer, true);
            buffer.state &= ~Buffer.BUSY;
            if (result < 0 && (buffer.state & Buffer.DIRTY) == 0) {
                buffer.state |= Buffer.DIRTY;
                dirty++;
            }
            buffer.waiting.wakeAll();
        }
        buffer.references--;
        return result;
    }

    /** Forgets all of a device that nobody holds. */
    public static void drop(BlockDevice device) {
        Buffer buffer = oldest;
        while (buffer != null) {
            Buffer next = buffer.newer;
            if (buffer.device == device && buffer.references == 0
                    && (buffer.state & Buffer.BUSY) == 0) {
                remove(buffer);
            }
            buffer = next;
        }
    }

    /** Gives up blocks that can be read again, the oldest first: how many. It never sleeps. */
    static int shrink(int wanted) {
        int freed = 0;
        Buffer buffer = oldest;
        while (buffer != null && freed < wanted) {
            Buffer next = buffer.newer;
            if ((buffer.state & Buffer.USED) != 0) {
                buffer.state &= ~Buffer.USED;
            } else if (buffer.references == 0
                    && (buffer.state & (Buffer.DIRTY | Buffer.BUSY)) == 0) {
                remove(buffer);
                freed++;
            }
            buffer = next;
        }
        return freed;
    }
}
