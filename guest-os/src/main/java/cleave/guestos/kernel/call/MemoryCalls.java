package cleave.guestos.kernel.call;

import static cleave.guestos.abi.MapFlags.MAP_ANONYMOUS;
import static cleave.guestos.abi.MapFlags.MAP_FIXED;
import static cleave.guestos.abi.MapFlags.MAP_FIXED_NOREPLACE;
import static cleave.guestos.abi.MapFlags.MAP_GROWSDOWN;
import static cleave.guestos.abi.MapFlags.MAP_POPULATE;
import static cleave.guestos.abi.MapFlags.MAP_PRIVATE;
import static cleave.guestos.abi.MapFlags.PROT_EXEC;
import static cleave.guestos.abi.MapFlags.PROT_READ;
import static cleave.guestos.abi.MapFlags.PROT_WRITE;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.FilePages;
import cleave.guestos.kernel.memory.Mappings;
import cleave.guestos.kernel.memory.PageFault;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.Region;
import cleave.guestos.kernel.process.Process;
import cleave.magic.EntryPoint;

/** {@code brk}, {@code mmap2}, {@code munmap} and {@code mprotect}. */
final class MemoryCalls {
    private static final int MAP_TYPE = 0xf;
    private static final int MAP_SHARED_VALIDATE = 3;
    /** Flags that {@code MAP_SHARED_VALIDATE} does not know of ordinary files. */
    private static final int NEWER_FLAGS = MAP_FIXED_NOREPLACE | 0x8_0000;
    /** Memory for semaphores is like any other here. */
    private static final int PROT_SEM = 8;
    private static final int PROTECTIONS = PROT_READ | PROT_WRITE | PROT_EXEC | PROT_SEM;

    private MemoryCalls() {
    }

    /** The end of the heap, moved if that can be; a program sees by it whether it could. */
    @EntryPoint("sys_brk")
    static int brk(int end) {
        AddressSpace space = Process.current().space;
        if (Integer.compareUnsigned(end, space.heapStart) < 0) {
            return space.heapEnd;
        }
        int oldPage = roundUp(space.heapEnd);
        int newPage = roundUp(end);
        if (newPage == 0 || end - space.heapStart > 0x7000_0000
                || Integer.compareUnsigned(newPage, AddressSpace.MAPPINGS_END) > 0) {
            return space.heapEnd;
        }
        if (Integer.compareUnsigned(newPage, oldPage) > 0) {
            if (!MemoryLimits.allowData(space, end - space.heapStart, newPage - oldPage)
                    || !Mappings.isFree(space, oldPage, newPage)
                    || Mappings.growHeap(space, oldPage, newPage) < 0) {
                return space.heapEnd;
            }
        } else if (newPage != oldPage && Mappings.remove(space, newPage, oldPage) < 0) {
            return space.heapEnd;
        }
        space.heapEnd = end;
        return end;
    }

    @EntryPoint("sys_mmap2")
    static int map(int address, int bytes, int protection, int flags, int descriptor,
            int firstPage) {
        int length = roundUp(bytes);
        boolean fixed = (flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) != 0;
        int type = flags & MAP_TYPE;
        if ((flags & MAP_ANONYMOUS) == 0 && Process.current().files.opened(descriptor) == null) {
            return -Errno.EBADF;
        }
        if (bytes == 0 || fixed && (address & Pte.PAGE_MASK) != 0) {
            return -Errno.EINVAL;
        }
        if (length == 0 || Integer.compareUnsigned(length, AddressSpace.USER_END) > 0) {
            return -Errno.ENOMEM;
        }
        int endPage = firstPage + (length >>> Pte.PAGE_SHIFT);
        if ((flags & MAP_ANONYMOUS) == 0 && Integer.compareUnsigned(endPage, firstPage) < 0) {
            return -Errno.EOVERFLOW;
        }
        int place = place(address, length, flags, fixed);
        if (Errors.are(place)) {
            return place;
        }
        if (type == 0 || type > MAP_SHARED_VALIDATE
                || type == MAP_SHARED_VALIDATE && (flags & MAP_ANONYMOUS) != 0) {
            return -Errno.EINVAL;
        }
        if (type == MAP_SHARED_VALIDATE && (flags & NEWER_FLAGS) != 0) {
            return -Errno.EOPNOTSUPP;
        }
        boolean shared = type != MAP_PRIVATE;
        if (!shared && (protection & PROT_WRITE) != 0 && (flags & MAP_GROWSDOWN) == 0
                && !MemoryLimits.allowPrivate(Process.current().space, length)) {
            return -Errno.ENOMEM;
        }
        int result = (flags & MAP_ANONYMOUS) != 0
                ? mapAnonymous(place, length, protection, flags, shared)
                : mapFile(place, length, protection, shared, descriptor, firstPage);
        if (result < 0) {
            return result;
        }
        if ((flags & MAP_POPULATE) != 0) {
            populate(place, length, protection);
        }
        return place;
    }

    /** Where the mapping goes; what lies there is gone then. */
    private static int place(int address, int length, int flags, boolean fixed) {
        AddressSpace space = Process.current().space;
        if (!MemoryLimits.allow(space, length)) {
            return -Errno.ENOMEM;
        }
        int hint = address & ~Pte.PAGE_MASK;
        boolean inside = Integer.compareUnsigned(hint, AddressSpace.USER_START) >= 0
                && Integer.compareUnsigned(length, AddressSpace.TRAMPOLINE) <= 0
                && Integer.compareUnsigned(hint, AddressSpace.TRAMPOLINE - length) <= 0;
        if (fixed) {
            if (!inside) {
                return Integer.compareUnsigned(hint, AddressSpace.USER_START) < 0
                        ? -Errno.EPERM : -Errno.ENOMEM;
            }
            if ((flags & MAP_FIXED_NOREPLACE) != 0) {
                return Mappings.isFree(space, hint, hint + length) ? hint : -Errno.EEXIST;
            }
            return hint;
        }
        if (hint != 0 && inside && Mappings.isFree(space, hint, hint + length)) {
            return hint;
        }
        int found = Mappings.findFree(space, length);
        return found == 0 ? -Errno.ENOMEM : found;
    }

    private static int mapAnonymous(int place, int length, int protection, int flags,
            boolean shared) {
        AddressSpace space = Process.current().space;
        Inode memory = null;
        if (shared) {
            memory = FilePages.createShared(length);
            if (Errors.are(memory)) {
                return Errors.of(memory);
            }
        }
        int kind = shared ? Region.SHARED : (flags & MAP_GROWSDOWN) != 0 ? Region.STACK : 0;
        int result = Mappings.replace(space, place, place + length, rights(protection), kind,
                memory, 0);
        if (memory != null) {
            FilePages.release(memory);
        }
        return result;
    }

    private static int mapFile(int place, int length, int protection, boolean shared,
            int descriptor, int firstPage) {
        Process process = Process.current();
        OpenFile file = process.files.opened(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        if (!file.isReadable() || shared && (protection & PROT_WRITE) != 0 && !file.isWritable()) {
            return -Errno.EACCES;
        }
        if (file.inode.operations.readPage == null) {
            return -Errno.ENODEV;
        }
        int kind = shared ? Region.SHARED : 0;
        if (shared && file.isWritable() && file.inode.seals != 0) {
            int seals = file.inode.seals;
            boolean never = (seals & Inode.SEAL_FUTURE_WRITE) != 0;
            if ((seals & Inode.SEAL_WRITE) != 0 || never && (protection & PROT_WRITE) != 0) {
                return -Errno.EPERM;
            }
            kind |= never ? Region.NEVER_WRITABLE : 0;
        } else if (shared && !file.isWritable()) {
            kind |= Region.NEVER_WRITABLE;
        }
        file.retain();
        int result = Mappings.replace(process.space, place, place + length, rights(protection),
                kind, file.inode, firstPage);
        file.release();
        return result;
    }

    /** Touches what can be touched; what cannot, will tell when the program touches it. */
    private static void populate(int place, int length, int protection) {
        AddressSpace space = Process.current().space;
        int access = (protection & PROT_WRITE) != 0 ? Region.WRITE : Region.READ;
        for (int at = 0; at != length; at += Pte.PAGE_SIZE) {
            if (PageFault.resolve(space, place + at, access) != PageFault.DONE) {
                return;
            }
        }
    }

    @EntryPoint("sys_munmap")
    static int unmap(int address, int bytes) {
        int length = roundUp(bytes);
        if ((address & Pte.PAGE_MASK) != 0 || length == 0 || !isRange(address, length)) {
            return -Errno.EINVAL;
        }
        return Mappings.remove(Process.current().space, address, address + length);
    }

    @EntryPoint("sys_mprotect")
    static int protect(int address, int bytes, int protection) {
        int length = roundUp(bytes);
        if ((address & Pte.PAGE_MASK) != 0 || (protection & ~PROTECTIONS) != 0) {
            return -Errno.EINVAL;
        }
        if (bytes == 0) {
            return 0;
        }
        if (length == 0 || !isRange(address, length)) {
            return -Errno.ENOMEM;
        }
        AddressSpace space = Process.current().space;
        int end = address + length;
        int stop = (protection & PROT_WRITE) == 0 ? end
                : Mappings.firstWith(space, address, end, Region.NEVER_WRITABLE);
        // What lies before the first thing that is wrong is changed.
        int result = stop == address ? 0
                : Mappings.protect(space, address, stop, rights(protection));
        return result < 0 || stop == end ? result : -Errno.EACCES;
    }

    /** Of a region, from those of the call. */
    static int rights(int protection) {
        return (protection & PROT_READ) != 0 ? protection(protection) | Region.READ
                : protection(protection);
    }

    private static int protection(int protection) {
        return ((protection & PROT_WRITE) != 0 ? Region.WRITE : 0)
                | ((protection & PROT_EXEC) != 0 ? Region.EXECUTE : 0);
    }

    /** To pages; 0 when that is more than there are addresses. */
    static int roundUp(int bytes) {
        return bytes + Pte.PAGE_MASK & ~Pte.PAGE_MASK;
    }

    /** Whether the range lies below the kernel. */
    static boolean isRange(int address, int length) {
        return Integer.compareUnsigned(length, AddressSpace.USER_END) <= 0
                && Integer.compareUnsigned(address, AddressSpace.USER_END - length) <= 0;
    }
}
