package cleave.tests.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTextTest {
    @Test
    void messageInTheMiddleOfALineIsTakenOut() {
        ConsoleText text = ConsoleText.of("firmware\n[    0.000000] Linux version 6.1\n"
                + "ok    fo[   12.345678] a message\nrk\nmemory 123 KiB\n"
                + "[   13.000000] Memory: 1K/2K\nend\n");
        assertEquals(List.of("Linux version 6.1", "a message"), text.kernel());
        assertEquals(List.of("ok    fork", "end"), text.user());
    }
}
