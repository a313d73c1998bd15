package cleave.emulator.device.virtio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A block device's configuration space (virtio 1.2, 5.2.4), with the values QEMU shows. */
final class BlockConfig {
    /** QEMU's ends after {@code write_zeroes_may_unmap}. */
    static final int LENGTH = 0x39;
    /** The most sectors of one DISCARD or WRITE_ZEROES. */
    static final int RANGE_SECTORS_MAX = 0x3f_ffff;

    private static final int CAPACITY = 0x00;
    private static final int SEG_MAX = 0x0c;
    private static final int CYLINDERS = 0x10;
    private static final int HEADS = 0x12;
    private static final int SECTORS = 0x13;
    private static final int BLK_SIZE = 0x14;
    private static final int WRITEBACK = 0x20;
    private static final int NUM_QUEUES = 0x22;
    private static final int MAX_DISCARD_SECTORS = 0x24;
    private static final int MAX_DISCARD_SEG = 0x28;
    private static final int DISCARD_SECTOR_ALIGNMENT = 0x2c;
    private static final int MAX_WRITE_ZEROES_SECTORS = 0x30;
    private static final int MAX_WRITE_ZEROES_SEG = 0x34;
    private static final int WRITE_ZEROES_MAY_UNMAP = 0x38;

    /** Two descriptors of QEMU's queue of 256 hold header and status. */
    private static final int SEGMENTS = 254;
    private static final int HEADS_COUNT = 16;
    private static final int SECTORS_PER_TRACK = 63;
    private static final int CYLINDERS_MIN = 2;
    private static final int CYLINDERS_MAX = 16_383;

    private final ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);

    BlockConfig(long capacitySectors) {
        long cylinders = capacitySectors / (HEADS_COUNT * SECTORS_PER_TRACK);
        bytes.putLong(CAPACITY, capacitySectors);
        bytes.putInt(SEG_MAX, SEGMENTS);
        bytes.putShort(CYLINDERS,
                (short) Math.max(CYLINDERS_MIN, Math.min(cylinders, CYLINDERS_MAX)));
        bytes.put(HEADS, (byte) HEADS_COUNT);
        bytes.put(SECTORS, (byte) SECTORS_PER_TRACK);
        bytes.putInt(BLK_SIZE, BlockBackend.SECTOR_BYTES);
        bytes.putShort(NUM_QUEUES, (short) 1);
        bytes.putInt(MAX_DISCARD_SECTORS, RANGE_SECTORS_MAX);
        bytes.putInt(MAX_DISCARD_SEG, 1);
        bytes.putInt(DISCARD_SECTOR_ALIGNMENT, 1);
        bytes.putInt(MAX_WRITE_ZEROES_SECTORS, RANGE_SECTORS_MAX);
        bytes.putInt(MAX_WRITE_ZEROES_SEG, 1);
        bytes.put(WRITE_ZEROES_MAY_UNMAP, (byte) 1);
        reset();
    }

    void reset() {
        setWriteBack(true);
    }

    int read(int offset, int width) {
        return switch (width) {
            case 1 -> bytes.get(offset) & 0xff;
            case 2 -> bytes.getShort(offset) & 0xffff;
            default -> bytes.getInt(offset);
        };
    }

    /** Only {@code writeback} can be written. */
    void write(int offset, int value) {
        if (offset == WRITEBACK) {
            setWriteBack((value & 1) != 0);
        }
    }

    /** Whether a completed write may still be on its way to the host's disk. */
    boolean writeBack() {
        return bytes.get(WRITEBACK) != 0;
    }

    void setWriteBack(boolean value) {
        bytes.put(WRITEBACK, (byte) (value ? 1 : 0));
    }
}
