package cleave.guestos.kernel.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.magic.Address;
import cleave.toolchain.hosted.HostedTest;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@HostedTest(routines = PagesInJava.class,
        memory = {DirectMap.KERNEL, 4 << 20})
class FramesTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int FRAMES = 2 * MEBIBYTE / Pte.PAGE_SIZE;

    @BeforeEach
    void twoMebibytesAreFree() {
        Frames.begin(DirectMap.toVirtual(DirectMap.RAM), 4 * MEBIBYTE);
        Frames.add(DirectMap.RAM + 2 * MEBIBYTE, DirectMap.RAM + 4 * MEBIBYTE);
    }

    @Test
    void allOfMemoryIsHandedOutOnceAndThenThereIsNone() {
        boolean[] taken = new boolean[2 * FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            Frame frame = Frames.allocate();
            int index = frame.number() - Frames.FIRST;
            assertTrue(index >= FRAMES && !taken[index]);
            taken[index] = true;
        }
        assertEquals(0, Frames.free());
        assertNull(Frames.allocate());
    }

    @Test
    void aFrameIsFreeWhenTheLastHolderLetsGo() {
        Frame frame = Frames.allocate();
        Frames.retain(frame);
        Frames.release(frame);
        assertEquals(FRAMES - 1, Frames.free());
        Frames.release(frame);
        assertEquals(FRAMES, Frames.free());
    }

    @Test
    void neighboursThatAreFreeBecomeLongRunsAgain() {
        Frame[] frames = new Frame[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            frames[i] = Frames.allocate();
        }
        for (int i = 0; i < FRAMES; i++) {
            Frames.release(frames[i]);
        }
        assertNotNull(Frames.allocateRun(9));
        assertEquals(0, Frames.free());
    }

    @Test
    void runsLieAtMultiplesOfTheirLength() {
        Frames.allocate();
        for (int order = 0; order < 8; order++) {
            assertEquals(0, Frames.allocateRun(order).number() & (1 << order) - 1);
        }
    }

    @Test
    void anAllocationFailsWhenATestWantsItTo() {
        Frames.failIn(2);
        assertNotNull(Frames.allocate());
        assertNull(Frames.allocate());
        assertNotNull(Frames.allocate());
    }

    @Test
    void theHeapGivesBackAllItTakes() {
        long seed = Long.getLong("cleave.seed", 1);
        System.out.println("FramesTest: -Dcleave.seed=" + seed);
        Random random = new Random(seed);
        int[] objects = new int[200];
        int[] sizes = new int[200];
        for (int turn = 0; turn < 5000; turn++) {
            int at = random.nextInt(objects.length);
            if (objects[at] != 0) {
                assertEquals(at, Address.of(objects[at]).loadInt(sizes[at] - Integer.BYTES));
                Heap.free(Address.of(objects[at]), sizes[at]);
                objects[at] = 0;
            } else {
                sizes[at] = 4 + 4 * random.nextInt(1023);
                Address object = Heap.allocate(sizes[at]);
                for (int i = 0; i < sizes[at]; i += Integer.BYTES) {
                    assertEquals(0, object.loadInt(i));
                }
                objects[at] = object.bits();
                object.storeInt(sizes[at] - Integer.BYTES, at);
            }
        }
        for (int at = 0; at < objects.length; at++) {
            if (objects[at] != 0) {
                Heap.free(Address.of(objects[at]), sizes[at]);
            }
        }
        assertEquals(FRAMES, Frames.free());
        assertEquals(0, Heap.used());
    }

    @Test
    void theFrameAtAnAddressIsTheFrameThatHasIt() {
        Frame frame = Frames.allocate();
        assertSame(frame, Frames.of(frame.address().plus(100)));
    }
}
