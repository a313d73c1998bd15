package cleave.guestos.kernel.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.magic.Address;
import cleave.toolchain.hosted.HostedTest;
import org.junit.jupiter.api.Test;

@HostedTest
class BootArgumentsTest {
    private static final int TEXT = 0x10_0000;

    private static void give(String text) {
        Address at = Address.of(TEXT);
        for (int i = 0; i < text.length(); i++) {
            at.storeByte(i, text.charAt(i));
        }
        at.storeByte(text.length(), 0);
        Hardware.MACHINE.arguments = at;
    }

    private static String value(String name) {
        Address value = BootArguments.value(name);
        if (value.isNull()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; value.loadByte(i) != 0; i++) {
            text.append((char) value.loadByte(i));
        }
        return text.toString();
    }

    @Test
    void theLastOfSeveralValuesCounts() {
        give("root=/dev/vda quiet  root=/dev/vdb1 init=/bin/sh");
        assertEquals("/dev/vdb1", value("root"));
        assertEquals("/bin/sh", value("init"));
        assertTrue(BootArguments.has("quiet"));
    }

    @Test
    void aWordIsNotFoundInAnother() {
        give("noquiet xinit=/a initrd=/b ro");
        assertFalse(BootArguments.has("quiet"));
        assertNull(value("init"));
        assertFalse(BootArguments.has("r"));
        assertTrue(BootArguments.has("ro"));
    }

    @Test
    void aValueMayBeEmptyButNotLongerThanThereIsRoom() {
        give("init= root=" + "x".repeat(256) + " a=" + "y".repeat(255));
        assertEquals("", value("init"));
        assertNull(value("root"));
        assertEquals(255, value("a").length());
    }
}
