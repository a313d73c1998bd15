package cleave.guestos.kernel.call;

import static cleave.guestos.abi.MapFlags.MADV_DODUMP;
import static cleave.guestos.abi.MapFlags.MADV_DOFORK;
import static cleave.guestos.abi.MapFlags.MADV_DONTDUMP;
import static cleave.guestos.abi.MapFlags.MADV_DONTFORK;
import static cleave.guestos.abi.MapFlags.MADV_DONTNEED;
import static cleave.guestos.abi.MapFlags.MADV_FREE;
import static cleave.guestos.abi.MapFlags.MADV_KEEPONFORK;
import static cleave.guestos.abi.MapFlags.MADV_NORMAL;
import static cleave.guestos.abi.MapFlags.MADV_RANDOM;
import static cleave.guestos.abi.MapFlags.MADV_SEQUENTIAL;
import static cleave.guestos.abi.MapFlags.MADV_WILLNEED;
import static cleave.guestos.abi.MapFlags.MADV_WIPEONFORK;
import static cleave.guestos.abi.MapFlags.MCL_CURRENT;
import static cleave.guestos.abi.MapFlags.MCL_FUTURE;
import static cleave.guestos.abi.MapFlags.MCL_ONFAULT;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.MapFlags;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.FilePages;
import cleave.guestos.kernel.memory.Mappings;
import cleave.guestos.kernel.memory.PageFault;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.Region;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.magic.EntryPoint;

/** What programs tell of their memory, and ask about it; and {@code mremap}. */
final class MemoryAdvice {
    private static final int MS_ASYNC = 1;
    private static final int MS_INVALIDATE = 2;
    private static final int MS_SYNC = 4;
    private static final int MLOCK_ONFAULT = 1;

    private MemoryAdvice() {
    }

    @EntryPoint("sys_madvise")
    static int advise(int address, int bytes, int advice) {
        int length = MemoryCalls.roundUp(bytes);
        if ((address & Pte.PAGE_MASK) != 0 || bytes != 0 && length == 0
                || !MemoryCalls.isRange(address, length)) {
            return -Errno.EINVAL;
        }
        AddressSpace space = Process.current().space;
        int end = address + length;
        int result = switch (advice) {
            case MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL, MADV_WILLNEED, MADV_DONTDUMP,
                    MADV_DODUMP -> 0;
            case MADV_DONTNEED -> Mappings.drop(space, address, end);
            case MADV_FREE -> free(space, address, end);
            case MADV_DONTFORK -> Mappings.mark(space, address, end, Region.NOT_INHERITED, 0);
            case MADV_DOFORK -> Mappings.mark(space, address, end, 0, Region.NOT_INHERITED);
            case MADV_WIPEONFORK -> wipe(space, address, end);
            case MADV_KEEPONFORK -> Mappings.mark(space, address, end, 0, Region.WIPED_BY_FORK);
            default -> -Errno.EINVAL;
        };
        if (result == 0 && !Mappings.isMapped(space, address, end)) {
            return -Errno.ENOMEM;
        }
        return result;
    }

    /** Private anonymous memory only. */
    private static int free(AddressSpace space, int address, int end) {
        return Mappings.anyFile(space, address, end) ? -Errno.EINVAL
                : Mappings.drop(space, address, end);
    }

    private static int wipe(AddressSpace space, int address, int end) {
        return Mappings.anyFile(space, address, end) ? -Errno.EINVAL
                : Mappings.mark(space, address, end, Region.WIPED_BY_FORK, 0);
    }

    @EntryPoint("sys_msync")
    static int synchronise(int address, int bytes, int flags) {
        int length = MemoryCalls.roundUp(bytes);
        if ((address & Pte.PAGE_MASK) != 0 || (flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC)) != 0
                || (flags & (MS_ASYNC | MS_SYNC)) == (MS_ASYNC | MS_SYNC)) {
            return -Errno.EINVAL;
        }
        AddressSpace space = Process.current().space;
        if (bytes != 0 && length == 0 || !MemoryCalls.isRange(address, length)) {
            return -Errno.ENOMEM;
        }
        int end = address + length;
        boolean mapped = Mappings.isMapped(space, address, end);
        if ((flags & MS_SYNC) != 0) {
            int at = address;
            Region region = regionFrom(space, at);
            while (region != null && Integer.compareUnsigned(region.start, end) < 0) {
                at = region.end;
                if (region.is(Region.SHARED) && region.inode != null) {
                    // It sleeps, and then the regions may be others.
                    int result = FilePages.writeBack(region.inode);
                    if (result < 0) {
                        return result;
                    }
                }
                region = regionFrom(space, at);
            }
        }
        return mapped ? 0 : -Errno.ENOMEM;
    }

    @EntryPoint("sys_mremap")
    static int move(int address, int oldBytes, int newBytes, int flags, int target) {
        int known = MapFlags.MREMAP_MAYMOVE | MapFlags.MREMAP_FIXED;
        int oldLength = MemoryCalls.roundUp(oldBytes);
        int newLength = MemoryCalls.roundUp(newBytes);
        if ((address & Pte.PAGE_MASK) != 0 || newLength == 0 || (flags & ~known) != 0
                || (flags & known) == MapFlags.MREMAP_FIXED || oldLength == 0) {
            return -Errno.EINVAL;
        }
        AddressSpace space = Process.current().space;
        Region region = space.find(address);
        if (region == null || !MemoryCalls.isRange(address, oldLength)) {
            return -Errno.EFAULT;
        }
        Mappings.join(space, region);
        if ((flags & MapFlags.MREMAP_FIXED) != 0) {
            return moveTo(space, address, oldLength, newLength, target);
        }
        if (Integer.compareUnsigned(newLength, oldLength) <= 0) {
            int result = newLength == oldLength ? 0
                    : Mappings.remove(space, address + newLength, address + oldLength);
            return result < 0 ? result : address;
        }
        if (Integer.compareUnsigned(address + oldLength, region.end) > 0) {
            return -Errno.EFAULT;
        }
        if (!MemoryLimits.allow(space, newLength - oldLength)) {
            return -Errno.ENOMEM;
        }
        if (address + oldLength == region.end
                && MemoryCalls.isRange(address, newLength)
                && Mappings.isFree(space, region.end, address + newLength)) {
            region.end = address + newLength;
            return address;
        }
        if ((flags & MapFlags.MREMAP_MAYMOVE) == 0) {
            return -Errno.ENOMEM;
        }
        int place = Mappings.findFree(space, newLength);
        return place == 0 ? -Errno.ENOMEM
                : Mappings.move(space, address, oldLength, place, newLength);
    }

    private static int moveTo(AddressSpace space, int address, int oldLength, int newLength,
            int target) {
        boolean apart = Integer.compareUnsigned(target + newLength, address) <= 0
                || Integer.compareUnsigned(address + oldLength, target) <= 0;
        if ((target & Pte.PAGE_MASK) != 0 || !apart || !MemoryCalls.isRange(target, newLength)
                || Integer.compareUnsigned(target, AddressSpace.USER_START) < 0) {
            return -Errno.EINVAL;
        }
        // What is too much at its end goes first, and what lies where it goes: then it is checked.
        int result = Mappings.remove(space, target, target + newLength);
        int length = oldLength;
        if (result == 0 && Integer.compareUnsigned(oldLength, newLength) > 0) {
            length = newLength;
            result = Mappings.remove(space, address + length, address + oldLength);
        }
        Region region = space.find(address);
        if (result == 0 && (region == null
                || Integer.compareUnsigned(address + length, region.end) > 0)) {
            result = -Errno.EFAULT;
        }
        return result < 0 ? result : Mappings.move(space, address, length, target, newLength);
    }

    /** Nothing is ever swapped out: memory is locked when it is there. */
    @EntryPoint("sys_mlock")
    static int lock(int address, int bytes) {
        return touch(address, bytes);
    }

    @EntryPoint("sys_mlock2")
    static int lock2(int address, int bytes, int flags) {
        if ((flags & ~MLOCK_ONFAULT) != 0) {
            return -Errno.EINVAL;
        }
        return flags == 0 ? touch(address, bytes) : unlock(address, bytes);
    }

    private static int touch(int address, int bytes) {
        int result = unlock(address, bytes);
        int start = address & ~Pte.PAGE_MASK;
        int end = MemoryCalls.roundUp(address + bytes);
        AddressSpace space = Process.current().space;
        for (int at = start; result == 0 && at != end; at += Pte.PAGE_SIZE) {
            Region region = space.find(at);
            if (region != null && region.protection != 0) {
                int access = (region.protection & Region.WRITE) != 0 ? Region.WRITE
                        : region.protection & -region.protection;
                result = PageFault.resolve(space, at, access) == PageFault.DONE ? 0
                        : -Errno.ENOMEM;
            }
        }
        return result;
    }

    @EntryPoint("sys_munlock")
    static int unlock(int address, int bytes) {
        int start = address & ~Pte.PAGE_MASK;
        int end = MemoryCalls.roundUp(address + bytes);
        if (Integer.compareUnsigned(address + bytes, address) < 0
                || !MemoryCalls.isRange(start, end - start)) {
            return -Errno.EINVAL;
        }
        return Mappings.isMapped(Process.current().space, start, end) ? 0 : -Errno.ENOMEM;
    }

    @EntryPoint("sys_mlockall")
    static int lockAll(int flags) {
        boolean known = flags != 0 && (flags & ~(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT)) == 0
                && flags != MCL_ONFAULT;
        if (!known) {
            return -Errno.EINVAL;
        }
        return (flags & (MCL_CURRENT | MCL_ONFAULT)) == MCL_CURRENT ? bringFiles() : 0;
    }

    /** Brings in what is mapped of files, so that no disk is needed for it any more. */
    private static int bringFiles() {
        AddressSpace space = Process.current().space;
        int at = 0;
        Region region = regionFrom(space, at);
        while (region != null) {
            int access = region.protection & -region.protection;
            if (region.inode == null || access == 0) {
                at = region.end;
            } else {
                at = Integer.compareUnsigned(at, region.start) < 0 ? region.start : at;
                // It sleeps, and then the regions may be others. Behind a file's end is nothing.
                if (PageFault.resolve(space, at, access) == PageFault.NO_MEMORY) {
                    return -Errno.ENOMEM;
                }
                at += Pte.PAGE_SIZE;
            }
            region = regionFrom(space, at);
        }
        return 0;
    }

    /** The first region that ends behind an address; null if none does. */
    private static Region regionFrom(AddressSpace space, int address) {
        Region region = space.first;
        while (region != null && Integer.compareUnsigned(region.end, address) <= 0) {
            region = region.next;
        }
        return region;
    }

    @EntryPoint("sys_munlockall")
    static int unlockAll() {
        return 0;
    }

    @EntryPoint("sys_mincore")
    static int inCore(int address, int bytes, int vector) {
        int length = MemoryCalls.roundUp(bytes);
        if ((address & Pte.PAGE_MASK) != 0) {
            return -Errno.EINVAL;
        }
        AddressSpace space = Process.current().space;
        if (!MemoryCalls.isRange(address, length)
                || !Mappings.isMapped(space, address, address + length)) {
            return -Errno.ENOMEM;
        }
        int pages = length >>> Pte.PAGE_SHIFT;
        for (int i = 0; i < pages; i++) {
            int present = Mappings.isPresent(space, address + (i << Pte.PAGE_SHIFT)) ? 1 : 0;
            int result = UserMemory.writeByte(vector + i, present);
            if (result < 0) {
                return result;
            }
        }
        return 0;
    }
}
