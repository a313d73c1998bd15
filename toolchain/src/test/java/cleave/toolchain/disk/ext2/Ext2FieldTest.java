package cleave.toolchain.disk.ext2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.disk.Names;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Ext2FieldTest {
    @Test
    void fieldsFollowEachOtherWithoutOverlap() {
        Map<Ext2Field.Owner, Integer> ends = new EnumMap<>(Ext2Field.Owner.class);
        for (Ext2Field field : Ext2Field.values()) {
            assertTrue(field.offset() >= ends.getOrDefault(field.owner(), 0), field.toString());
            ends.put(field.owner(), field.offset() + field.size());
        }
        assertEquals(DirectoryBlock.HEADER, ends.get(Ext2Field.Owner.DIRECTORY_ENTRY));
        assertTrue(ends.get(Ext2Field.Owner.SUPERBLOCK) <= Superblock.SIZE);
    }

    @Test
    void everyNameHasOneSpellingFromWhichItsBytesComeBack() {
        long seed = Long.getLong("cleave.seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] name = new byte[1 + random.nextInt(40)];
            random.nextBytes(name);
            assertArrayEquals(name, Names.bytes(Names.text(name)), "seed " + seed);
        }
        assertEquals("caf\u00e9", Names.ofHost("caf\u00e9"));
        assertEquals("a\\x5cb\\x0a", Names.ofHost("a\\b\n"));
    }
}
