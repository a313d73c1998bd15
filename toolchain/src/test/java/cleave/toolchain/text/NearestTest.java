package cleave.toolchain.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> WORDS = List.of("kernel", "initrd", "append", "serial");

    @Test
    void swappedLettersAndCaseAreForgiven() {
        assertEquals(Optional.of("kernel"), Nearest.to("kerenl", WORDS));
        assertEquals(Optional.of("append"), Nearest.to("APEND", WORDS));
    }

    @Test
    void strangersHaveNoNeighbour() {
        assertEquals(Optional.empty(), Nearest.to("usb", WORDS));
        assertEquals(Optional.empty(), Nearest.to("", WORDS));
    }

    @Test
    void distanceCountsInsertionsDeletionsReplacementsAndSwaps() {
        assertEquals(0, Nearest.distance("abc", "ABC"));
        assertEquals(1, Nearest.distance("abc", "ab"));
        assertEquals(1, Nearest.distance("abc", "abxc"));
        assertEquals(1, Nearest.distance("abc", "axc"));
        assertEquals(1, Nearest.distance("abc", "acb"));
        assertEquals(3, Nearest.distance("abc", ""));
    }
}
