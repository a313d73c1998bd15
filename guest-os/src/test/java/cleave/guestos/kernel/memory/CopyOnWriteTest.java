package cleave.guestos.kernel.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cleave.toolchain.hosted.HostedTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@HostedTest(routines = PagesInJava.class, allocator = Heap.class,
        memory = {DirectMap.KERNEL, 4 << 20})
class CopyOnWriteTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int PAGE = 0x4000_0000;
    private static final int PAGES = 8;
    private static final int END = PAGE + PAGES * Pte.PAGE_SIZE;

    private AddressSpace parent;

    @BeforeEach
    void aSpaceWithEightPages() {
        DirectMap.begin(DirectMap.RAM);
        Frames.begin(DirectMap.toVirtual(DirectMap.RAM + MEBIBYTE / 2), 4 * MEBIBYTE);
        Frames.add(DirectMap.RAM + 2 * MEBIBYTE, DirectMap.RAM + 4 * MEBIBYTE);
        Frames.makeZero();
        parent = AddressSpace.create();
        assertEquals(0, Mappings.add(parent, PAGE, END, Region.READ | Region.WRITE, 0, null, 0));
    }

    private static int touch(AddressSpace space, int address, int access) {
        return PageFault.resolve(space, address, access);
    }

    private static int frame(AddressSpace space) {
        return space.entry(PAGE).frame();
    }

    @Test
    void whatIsOnlyReadShowsTheFrameOfZerosToAll() {
        int free = Frames.free();
        touch(parent, PAGE, Region.READ);
        touch(parent, PAGE + Pte.PAGE_SIZE, Region.READ);
        assertEquals(Frames.zero().number(), frame(parent));
        assertEquals(free - 1, Frames.free(), "one page table");
    }

    @Test
    void forkCopiesNoPage() {
        for (int page = PAGE; page != END; page += Pte.PAGE_SIZE) {
            touch(parent, page, Region.WRITE);
        }
        int free = Frames.free();
        AddressSpace child = Mappings.fork(parent);
        assertEquals(child.tables, free - Frames.free(), "page tables only");
        assertEquals(PAGES, child.resident);
        assertEquals(frame(parent), frame(child));
    }

    @Test
    void storeToSharedPageCopiesItOnce() {
        touch(parent, PAGE, Region.WRITE);
        parent.entry(PAGE).address().storeInt(0, 42);
        AddressSpace child = Mappings.fork(parent);
        int shared = frame(parent);
        assertEquals(PageFault.DONE, touch(child, PAGE, Region.WRITE));
        assertNotEquals(shared, frame(child));
        assertEquals(shared, frame(parent));
        assertEquals(42, child.entry(PAGE).address().loadInt(0));
    }

    @Test
    void theLastOwnerTakesThePageBackWithoutACopy() {
        touch(parent, PAGE, Region.WRITE);
        AddressSpace child = Mappings.fork(parent);
        int shared = frame(parent);
        touch(child, PAGE, Region.WRITE);
        int free = Frames.free();
        touch(parent, PAGE, Region.WRITE);
        assertEquals(shared, frame(parent));
        assertEquals(free, Frames.free());
        assertEquals(true, parent.entry(PAGE).isWritable());
    }

    @Test
    void aSpaceThatGoesGivesEverythingBack() {
        touch(parent, PAGE, Region.WRITE);
        int free = Frames.free();
        int used = Heap.used();
        AddressSpace child = Mappings.fork(parent);
        touch(child, PAGE, Region.WRITE);
        touch(child, PAGE + Pte.PAGE_SIZE, Region.WRITE);
        child.release();
        CleanTables.shrink();
        assertEquals(free, Frames.free());
        assertEquals(used, Heap.used());
        assertEquals(0, Audit.make().wrong);
    }

    @Test
    void aForkThatFailsLeavesNothingBehind() {
        for (int page = PAGE; page != END; page += Pte.PAGE_SIZE) {
            touch(parent, page, Region.WRITE);
        }
        int free = Frames.free();
        int failures = 0;
        for (int n = 1; n < 4; n++) {
            Frames.failIn(n);
            AddressSpace child = Mappings.fork(parent);
            if (child == null) {
                failures++;
            } else {
                child.release();
            }
            Frames.failIn(0);
            CleanTables.shrink();
            assertEquals(free, Frames.free());
        }
        assertEquals(2, failures, "root and leaf table");
    }

    @Test
    void theAuditSeesACountThatIsWrong() {
        touch(parent, PAGE, Region.WRITE);
        Frames.at(frame(parent)).count++;
        Audit audit = Audit.make();
        assertEquals(1, audit.wrong);
        assertEquals(frame(parent), audit.wrongFrame);
    }

    @Test
    void protectionIsSplitWhereItChanges() {
        int middle = PAGE + 2 * Pte.PAGE_SIZE;
        assertEquals(0, Mappings.protect(parent, middle, middle + Pte.PAGE_SIZE, Region.READ));
        assertEquals(PageFault.FORBIDDEN, touch(parent, middle, Region.WRITE));
        assertEquals(PageFault.DONE, touch(parent, middle, Region.READ));
        assertEquals(PageFault.DONE, touch(parent, middle + Pte.PAGE_SIZE, Region.WRITE));
        assertEquals(PageFault.NO_REGION, touch(parent, PAGE - 1, Region.READ));
    }

    @Test
    void whatIsUnmappedIsGone() {
        touch(parent, PAGE, Region.WRITE);
        int free = Frames.free();
        assertEquals(0, Mappings.remove(parent, PAGE, PAGE + Pte.PAGE_SIZE));
        assertEquals(free + 1, Frames.free());
        assertNull(parent.find(PAGE));
        assertEquals(PAGE + Pte.PAGE_SIZE, parent.first.start);
    }
}
