package cleave.guestos.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.magic.Address;
import cleave.toolchain.hosted.HostedTest;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

@HostedTest
class SortTest {
    private static final int PLACE = 0x2000;

    private static int byValue(Address a, Address b, int context) {
        return context * Integer.compare(a.loadInt(0), b.loadInt(0));
    }

    @Test
    void anyNumberOfElementsIsSortedAndFound() {
        SplittableRandom random = new SplittableRandom(2);
        Address at = Address.of(PLACE);
        for (int count = 0; count < 100; count++) {
            int[] values = random.ints(count, -50, 50).toArray();
            for (int i = 0; i < count; i++) {
                at.storeInt(8 * i, values[i]);
                at.storeInt(8 * i + 4, ~values[i]);
            }
            Sort.qsort(at, count, 8, SortTest::byValue, 1);
            Arrays.sort(values);
            for (int i = 0; i < count; i++) {
                assertEquals(values[i], at.loadInt(8 * i));
                assertEquals(~values[i], at.loadInt(8 * i + 4));
                Address key = Address.of(PLACE - 8);
                key.storeInt(0, values[i]);
                assertEquals(values[i],
                        Sort.bsearch(key, at, count, 8, SortTest::byValue, 1).loadInt(0));
            }
            Address absent = Address.of(PLACE - 8);
            absent.storeInt(0, 51);
            assertTrue(Sort.bsearch(absent, at, count, 8, SortTest::byValue, 1).isNull());
        }
    }
}
