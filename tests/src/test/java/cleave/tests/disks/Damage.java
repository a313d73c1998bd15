package cleave.tests.disks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An image whose metadata was damaged, by a seed: random bytes anywhere in it, and values that make
 * trouble in fields where they make most.
 */
final class Damage {
    /** Offset and size of fields of the superblock. */
    private static final int[][] SUPERBLOCK = {{0, 4}, {4, 4}, {8, 4}, {12, 4}, {16, 4}, {20, 4},
        {24, 4}, {28, 4}, {32, 4}, {36, 4}, {40, 4}, {56, 2}, {58, 2}, {60, 2}, {72, 4}, {76, 4},
        {84, 4}, {88, 2}, {90, 2}, {92, 4}, {96, 4}, {100, 4}, {200, 4}, {206, 2}, {224, 4}};
    private static final int[][] GROUP = {{0, 4}, {4, 4}, {8, 4}, {12, 2}, {14, 2}, {16, 2}};
    private static final int[][] INODE = {{0, 2}, {2, 2}, {4, 4}, {4, 4}, {20, 4}, {26, 2}, {28, 4},
        {32, 4}, {104, 4}, {108, 4}, {120, 2}, {128, 2}};
    private static final int[][] ENTRY = {{0, 4}, {4, 2}, {6, 1}, {7, 1}, {8, 1}};
    private static final int POINTERS = 40;

    private final Random random;
    private final Layout layout;
    private final ByteBuffer bytes;
    private final List<String> story = new ArrayList<>();

    /** @param image undamaged; it stays so */
    Damage(byte[] image, long seed) {
        random = new Random(seed);
        layout = new Layout(image);
        bytes = ByteBuffer.wrap(image.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int count = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            damage();
        }
    }

    byte[] image() {
        return bytes.array();
    }

    /** What was done. */
    String story() {
        return String.join("; ", story);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void damage() {
        switch (random.nextInt(12)) {
            case 0 -> field("superblock", Layout.SUPERBLOCK, SUPERBLOCK);
            case 1 -> {
                int group = random.nextInt(layout.groups);
                field("group " + group, layout.groupPlace(group), GROUP);
            }
            case 2 -> {
                int group = random.nextInt(layout.groups);
                int place = layout.bitmapPlace(group, random.nextBoolean());
                noise("bitmap of group " + group, place, 128);
            }
            case 3, 4, 5 -> {
                int number = any(layout.inodes);
                field("inode " + number, layout.inodePlace(number), INODE);
            }
            case 6, 7 -> entry();
            case 8 -> {
                int number = any(layout.inodes);
                pointer("inode " + number, layout.inodePlace(number) + POINTERS, 15);
            }
            case 9 -> {
                int block = any(layout.indirectBlocks);
                pointer("indirect block " + block, block * layout.blockSize,
                        layout.blockSize / 4);
            }
            case 10 -> {
                int number = any(layout.inodes);
                noise("inode " + number, layout.inodePlace(number), 128);
            }
            default -> {
                int block = any(layout.directoryBlocks);
                noise("directory block " + block, block * layout.blockSize, layout.blockSize);
            }
        }
    }

    private void noise(String what, int place, int size) {
        int at = place + random.nextInt(size);
        int count = random.nextInt(3) == 0 ? Math.min(size - (at - place), 1 + random.nextInt(64))
                : 1;
        for (int i = 0; i < count; i++) {
            bytes.put(at + i, (byte) random.nextInt());
        }
        story.add(what + ": " + count + " random bytes at " + (at - place));
    }

    private void field(String what, int place, int[][] fields) {
        int[] field = fields[random.nextInt(fields.length)];
        int at = place + field[0];
        int old = field[1] == 4 ? bytes.getInt(at) : field[1] == 2 ? bytes.getShort(at)
                : bytes.get(at);
        put(what + " field " + field[0], at, field[1], value(old));
    }

    private void put(String what, int at, int size, int value) {
        switch (size) {
            case 4 -> bytes.putInt(at, value);
            case 2 -> bytes.putShort(at, (short) value);
            default -> bytes.put(at, (byte) value);
        }
        story.add(what + " = 0x" + Integer.toHexString(value));
    }

    private int value(int old) {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> 1;
            case 3 -> old + 1;
            case 4 -> old - 1;
            case 5 -> Integer.MAX_VALUE;
            case 6 -> Integer.MIN_VALUE;
            case 7, 8 -> old ^ 1 << random.nextInt(Integer.SIZE);
            default -> random.nextInt();
        };
    }

    private void entry() {
        int at = any(layout.entries);
        if (random.nextInt(3) == 0) {
            // Another file, or directory, or one above.
            put("entry at " + at, at, 4, random.nextInt(4) == 0 ? 2 : any(layout.inodes));
        } else {
            field("entry at " + at, at, ENTRY);
        }
    }

    private void pointer(String what, int place, int count) {
        int slot = random.nextInt(Math.min(count, random.nextBoolean() ? 16 : count));
        int old = bytes.getInt(place + 4 * slot);
        int value = switch (random.nextInt(6)) {
            case 0 -> layout.blocks + random.nextInt(3) - 1;
            case 1 -> any(layout.indirectBlocks);
            case 2 -> any(layout.directoryBlocks);
            case 3 -> random.nextInt(layout.blocks);
            case 4 -> random.nextInt(100);
            default -> value(old);
        };
        put(what + " pointer " + slot, place + 4 * slot, 4, value);
    }
}
