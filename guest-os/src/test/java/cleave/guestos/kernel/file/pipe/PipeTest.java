package cleave.guestos.kernel.file.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Superblock;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Pte;
import cleave.magic.Address;
import cleave.toolchain.hosted.HostedTest;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@HostedTest(routines = PipeTest.Routines.class, memory = {DirectMap.KERNEL, 4 << 20})
class PipeTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int EAGAIN = -11;
    private static final int FROM = 0x10_0000;
    private static final int TO = 0x20_0000;

    private OpenFile reader;
    private OpenFile writer;
    private int free;

    /** What stands for the routines in assembly. */
    static final class Routines {
        private Routines() {
        }

        static void pageFill(Address page, int word) {
            for (int i = 0; i < Pte.PAGE_SIZE; i += Integer.BYTES) {
                page.storeInt(i, word);
            }
        }
    }

    @BeforeEach
    void aPipe() {
        Frames.begin(DirectMap.toVirtual(DirectMap.RAM), 4 * MEBIBYTE);
        Frames.add(DirectMap.RAM + 2 * MEBIBYTE, DirectMap.RAM + 4 * MEBIBYTE);
        free = Frames.free();
        Inode inode = new Inode();
        inode.references = 1;
        inode.superblock = new Superblock();
        assertEquals(0, PipeFile.begin(inode));
        reader = PipeFile.end(inode, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK);
        writer = PipeFile.end(inode, OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK);
    }

    private int write(int bytes) {
        Transfer transfer = Transfer.kernel(Address.of(FROM), bytes);
        int result = PipeFile.OPERATIONS.write.write(writer, transfer);
        transfer.end();
        return result;
    }

    private int read(int bytes) {
        Transfer transfer = Transfer.kernel(Address.of(TO), bytes);
        int result = PipeFile.OPERATIONS.read.read(reader, transfer);
        transfer.end();
        return result;
    }

    @Test
    void whatIsWrittenIsReadInOrderHoweverItIsCut() {
        Random random = new Random(Long.getLong("cleave.seed", 1));
        int written = 0;
        int read = 0;
        for (int i = 0; i < 2000; i++) {
            if (random.nextBoolean()) {
                int bytes = 1 + random.nextInt(random.nextBoolean() ? 100 : 30_000);
                for (int n = 0; n < bytes; n++) {
                    Address.of(FROM).storeByte(n, (written + n) * 31 >>> 3);
                }
                int result = write(bytes);
                written += Math.max(result, 0);
                assertTrue(written - read <= Pipe.SIZE);
                assertTrue(result == bytes || bytes > 4096 || result == EAGAIN);
            } else {
                int bytes = 1 + random.nextInt(random.nextBoolean() ? 100 : 30_000);
                int result = read(bytes);
                assertEquals(written == read ? EAGAIN : Math.min(bytes, written - read), result);
                for (int n = 0; n < result; n++) {
                    assertEquals((byte) ((read + n) * 31 >>> 3), Address.of(TO).loadByte(n));
                }
                read += Math.max(result, 0);
            }
        }
        assertTrue(written > 10 * Pipe.SIZE);
        assertTrue(Frames.free() > free - 20);
    }

    @Test
    void aPipeThatBecomesLargerOrSmallerLosesNothing() {
        Random random = new Random(Long.getLong("cleave.seed", 1));
        int written = 0;
        int read = 0;
        int size = Pipe.SIZE;
        for (int i = 0; i < 1000; i++) {
            int wanted = 1 << 12 + random.nextInt(7);
            if (PipeFile.resize(writer, wanted) == wanted) {
                size = wanted;
            } else {
                assertTrue(written - read > wanted);
            }
            assertEquals(size, PipeFile.size(reader));
            int bytes = 1 + random.nextInt(size);
            for (int n = 0; n < bytes; n++) {
                Address.of(FROM).storeByte(n, (written + n) * 31 >>> 3);
            }
            written += Math.max(write(bytes), 0);
            assertTrue(written - read <= size);
            int result = Math.max(read(1 + random.nextInt(size)), 0);
            for (int n = 0; n < result; n++) {
                assertEquals((byte) ((read + n) * 31 >>> 3), Address.of(TO).loadByte(n));
            }
            read += result;
        }
        read(size);
        assertTrue(Frames.free() >= free - 4);
    }

    @Test
    void aSmallWriteIsNotCut() {
        assertEquals(Pipe.SIZE - 10, write(Pipe.SIZE - 10));
        assertEquals(EAGAIN, write(11));
        assertEquals(10, write(10));
        assertEquals(EAGAIN, write(1));
        assertEquals(100, read(100));
        assertEquals(100, write(5000));
    }

    @Test
    void withoutWritersThereIsAnEnd() {
        write(3);
        PipeFile.OPERATIONS.release.release(writer);
        assertEquals(PollEvents.POLLIN | PollEvents.POLLRDNORM | PollEvents.POLLHUP,
                PipeFile.OPERATIONS.poll.poll(reader, null));
        assertEquals(3, read(100));
        assertEquals(0, read(100));
    }

    @Test
    void pollTellsRoomAndBytesAndTheLossOfTheOtherSide() {
        assertEquals(0, PipeFile.OPERATIONS.poll.poll(reader, null));
        int room = PollEvents.POLLOUT | PollEvents.POLLWRNORM;
        assertEquals(room, PipeFile.OPERATIONS.poll.poll(writer, null));
        write(Pipe.SIZE - 4095);
        assertEquals(0, PipeFile.OPERATIONS.poll.poll(writer, null));
        read(1);
        assertEquals(room, PipeFile.OPERATIONS.poll.poll(writer, null));
        PipeFile.OPERATIONS.release.release(reader);
        assertEquals(room | PollEvents.POLLERR, PipeFile.OPERATIONS.poll.poll(writer, null));
    }
}
