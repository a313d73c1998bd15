package cleave.emulator.device.virtio;

import cleave.emulator.memory.GuestMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * A buffer that the driver has made available: some parts for the device to read, then some for
 * it to write, each a contiguous piece of RAM. Offsets count over the parts of one direction.
 */
final class DescriptorChain {
    private record Segment(long pa, int length) {
    }

    private final GuestMemory memory;
    private final int head;
    private final List<Segment> readable = new ArrayList<>();
    private final List<Segment> writable = new ArrayList<>();
    private long readableLength;
    private long writableLength;

    DescriptorChain(GuestMemory memory, int head) {
        this.memory = memory;
        this.head = head;
    }

    /** The index of its first descriptor, which names it in the used ring. */
    int head() {
        return head;
    }

    /** Bytes for the device to read. */
    long readableLength() {
        return readableLength;
    }

    /** Bytes for the device to write. */
    long writableLength() {
        return writableLength;
    }

    int segments() {
        return readable.size() + writable.size();
    }

    /** Adds a descriptor's piece of memory; {@code length} is unsigned. */
    void add(long pa, int length, boolean deviceWrites) {
        if (length == 0) {
            throw new VirtioProtocolException("a descriptor of length 0");
        }
        if (length < 0 || !memory.contains(pa, length)) {
            throw new VirtioProtocolException(String.format(
                    "a descriptor of 0x%x bytes at 0x%x, which is not RAM", length, pa));
        }
        if (deviceWrites) {
            writable.add(new Segment(pa, length));
            writableLength += length;
        } else if (writable.isEmpty()) {
            readable.add(new Segment(pa, length));
            readableLength += length;
        } else {
            throw new VirtioProtocolException(
                    "a descriptor to read behind one to write in the same chain");
        }
    }

    /** Copies up to {@code length} readable bytes from {@code offset}; answers how many. */
    int read(long offset, byte[] destination, int length) {
        int done = 0;
        long skip = offset;
        for (Segment segment : readable) {
            if (skip < segment.length) {
                int count = (int) Math.min(segment.length - skip, length - done);
                memory.read(segment.pa + skip, destination, done, count);
                done += count;
            }
            skip = Math.max(0, skip - segment.length);
        }
        return done;
    }

    /** Copies up to {@code length} bytes to writable offset {@code offset}; answers how many. */
    int write(long offset, byte[] source, int length) {
        int done = 0;
        long skip = offset;
        for (Segment segment : writable) {
            if (skip < segment.length) {
                int count = (int) Math.min(segment.length - skip, length - done);
                memory.write(segment.pa + skip, source, done, count);
                done += count;
            }
            skip = Math.max(0, skip - segment.length);
        }
        return done;
    }
}
