package cleave.toolchain.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SizesTest {
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void sizesAreReadInQemusSpellings() {
        assertEquals(128 * MEBIBYTE, Sizes.parse("128", MEBIBYTE));
        assertEquals(128 * MEBIBYTE, Sizes.parse("128M", MEBIBYTE));
        assertEquals(1024 * MEBIBYTE, Sizes.parse("1g", MEBIBYTE));
        assertEquals(4 * MEBIBYTE, Sizes.parse("4096K", MEBIBYTE));
        assertEquals(0x800_0000, Sizes.parse("0x8000000", 1));
        assertEquals(0xb, Sizes.parse("0xb", 1));
        assertEquals(11, Sizes.parse("11B", 7));
    }

    @Test
    void nonsenseIsNoSize() {
        for (String text : new String[] {"", "M", "1.5G", "-1M", "12Q", "99999999999T", "0x"}) {
            assertThrows(NumberFormatException.class, () -> Sizes.parse(text, 1), text);
        }
    }

    @Test
    void sizesAreWrittenForPeople() {
        assertEquals("0 bytes", Sizes.format(0));
        assertEquals("16,383 bytes", Sizes.format(16_383));
        assertEquals("16 KiB", Sizes.format(16_384));
        assertEquals("128 MiB", Sizes.format(128 * MEBIBYTE));
        assertEquals("1.5 MiB", Sizes.format(3 * MEBIBYTE / 2));
    }
}
