package cleave.guestos.kernel.call;

import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.Region;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.Process;

/** {@code RLIMIT_AS} and {@code RLIMIT_DATA}. */
final class MemoryLimits {
    private MemoryLimits() {
    }

    /** Whether the process may have that many bytes more. */
    static boolean allow(AddressSpace space, int more) {
        int limit = Process.current().limits.soft[Limits.ADDRESS_SPACE];
        if (limit == Limits.INFINITE) {
            return true;
        }
        int bytes = more;
        for (Region region = space.first; region != null; region = region.next) {
            bytes += region.end - region.start;
        }
        return Integer.compareUnsigned(bytes, limit) <= 0;
    }

    /** Whether it may have that many bytes more of private memory that can be written. */
    static boolean allowPrivate(AddressSpace space, int more) {
        int limit = Process.current().limits.soft[Limits.DATA];
        if (limit == Limits.INFINITE) {
            return true;
        }
        int bytes = more;
        for (Region region = space.first; region != null; region = region.next) {
            if ((region.protection & Region.WRITE) != 0
                    && !region.is(Region.SHARED | Region.STACK)) {
                bytes += region.end - region.start;
            }
        }
        return Integer.compareUnsigned(bytes, limit) <= 0;
    }

    /** Whether the heap may have that many bytes, some of them new. */
    static boolean allowData(AddressSpace space, int heap, int more) {
        int limit = Process.current().limits.soft[Limits.DATA];
        return (limit == Limits.INFINITE || Integer.compareUnsigned(heap, limit) <= 0)
                && allowPrivate(space, more) && allow(space, more);
    }
}
