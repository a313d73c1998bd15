package cleave.guestos.kernel.exec;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.KernelFile;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Mappings;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.Region;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * An ELF file of 32 bits for RISC-V: read and checked as a whole, then mapped from the page cache.
 * What is malformed, truncated, out of order, for another machine or for 64 bits is {@code ENOEXEC}
 * before anything has changed.
 */
final class ElfFile extends Struct {
    private static final int MAGIC = 0x464c_457f;
    private static final int CLASS_32 = 1;
    private static final int LITTLE_ENDIAN = 1;
    private static final int CURRENT = 1;
    private static final int EXECUTABLE = 2;
    private static final int SHARED_OBJECT = 3;
    private static final int RISCV = 243;
    private static final int HEADERS_MAX = Pte.PAGE_SIZE / 32;

    Inode inode;
    /** The program headers, a copy in a frame of its own; null for none so far. */
    private Frame table;
    private int count;
    private boolean movable;
    private int headersAt;
    private int entry;
    /** Of what is loaded: the first address, and the first one behind. */
    private int start;
    private int end;
    /** The path of its interpreter in the file, the first if there are several. */
    boolean hasInterpreter;
    int interpreterAt;
    int interpreterBytes;
    boolean executableStack;
    /** What was added to its addresses. */
    private int base;

    /** Reads the headers of a file, whose first bytes are at {@code head}: 0 or an error. */
    int read(Inode file, Address head, int headBytes) {
        inode = file;
        ElfHeader header = Struct.at(head, ElfHeader.class);
        if (headBytes < Struct.sizeOf(ElfHeader.class) || header.magic != MAGIC
                || header.fileClass != CLASS_32 || header.encoding != LITTLE_ENDIAN
                || header.version != CURRENT || header.machine != RISCV
                || header.type != EXECUTABLE && header.type != SHARED_OBJECT
                || header.programHeaderSize != Struct.sizeOf(ProgramHeader.class)
                || header.programHeaderCount < 1 || header.programHeaderCount > HEADERS_MAX) {
            return -Errno.ENOEXEC;
        }
        movable = header.type == SHARED_OBJECT;
        count = header.programHeaderCount;
        headersAt = header.programHeaders;
        entry = header.entry;
        table = Frames.allocate();
        if (table == null) {
            return -Errno.ENOMEM;
        }
        int bytes = count * Struct.sizeOf(ProgramHeader.class);
        int result = KernelFile.read(inode, headersAt & 0xffff_ffffL, table.address(), bytes);
        if (result < 0) {
            return result;
        }
        return result == bytes ? check() : -Errno.ENOEXEC;
    }

    private ProgramHeader header(int index) {
        return Struct.element(Struct.at(table.address(), ProgramHeader.class), index);
    }

    private int check() {
        boolean any = false;
        for (int i = 0; i < count; i++) {
            ProgramHeader header = header(i);
            switch (header.type) {
                case ProgramHeader.LOAD -> {
                    if (!checkSegment(header, any)) {
                        return -Errno.ENOEXEC;
                    }
                    any = any || header.memoryBytes != 0;
                }
                case ProgramHeader.INTERPRETER -> {
                    if (!hasInterpreter) {
                        hasInterpreter = true;
                        interpreterAt = header.offset;
                        interpreterBytes = header.fileBytes;
                    }
                }
                case ProgramHeader.GNU_STACK ->
                        executableStack = (header.flags & ProgramHeader.EXECUTE) != 0;
                default -> { }
            }
        }
        boolean inside = Integer.compareUnsigned(entry - start, end - start) < 0;
        return any && inside ? 0 : -Errno.ENOEXEC;
    }

    private boolean checkSegment(ProgramHeader header, boolean behindAnother) {
        int bytes = header.memoryBytes;
        if (bytes == 0) {
            return header.fileBytes == 0;
        }
        int first = header.address;
        long fileEnd = (header.offset & 0xffff_ffffL) + (header.fileBytes & 0xffff_ffffL);
        if (Integer.compareUnsigned(header.fileBytes, bytes) > 0 || fileEnd > inode.size
                || (header.address - header.offset & Pte.PAGE_MASK) != 0
                && header.fileBytes != 0
                || Integer.compareUnsigned(bytes, AddressSpace.MAPPINGS_END) > 0
                || Integer.compareUnsigned(first, AddressSpace.MAPPINGS_END - bytes) > 0
                || !movable && Integer.compareUnsigned(first, AddressSpace.USER_START) < 0
                || behindAnother && Integer.compareUnsigned(first, end) < 0) {
            return false;
        }
        if (!behindAnother) {
            start = first;
        }
        end = first + bytes;
        return true;
    }

    /** Bytes of address space that it takes, from the page it begins in. */
    int span() {
        return (end + Pte.PAGE_MASK & ~Pte.PAGE_MASK) - (start & ~Pte.PAGE_MASK);
    }

    boolean isMovable() {
        return movable;
    }

    /** Maps all segments, a movable file so that it begins at {@code place}: 0 or an error. */
    int map(AddressSpace space, int place) {
        base = movable ? place - (start & ~Pte.PAGE_MASK) : 0;
        int mappedEnd = 0;
        for (int i = 0; i < count; i++) {
            ProgramHeader header = header(i);
            if (header.type == ProgramHeader.LOAD && header.memoryBytes != 0) {
                int result = mapSegment(space, header, mappedEnd);
                if (result < 0) {
                    return result;
                }
                mappedEnd = pageEnd(base + header.address + header.memoryBytes);
            }
        }
        return 0;
    }

    private static int pageEnd(int address) {
        return address + Pte.PAGE_MASK & ~Pte.PAGE_MASK;
    }

    private int mapSegment(AddressSpace space, ProgramHeader header, int mappedEnd) {
        int first = base + header.address;
        int from = first & ~Pte.PAGE_MASK;
        if (header.fileBytes == 0 && Integer.compareUnsigned(from, mappedEnd) < 0) {
            return mapBehind(space, header, mappedEnd);
        }
        // The last page of one segment may be the first of the next: it is the next one's then.
        if (Integer.compareUnsigned(from, mappedEnd) < 0) {
            int result = Mappings.remove(space, from, mappedEnd);
            if (result < 0) {
                return result;
            }
        }
        int rights = rights(header.flags);
        int fileEnd = first + header.fileBytes;
        int filePages = header.fileBytes == 0 ? from : pageEnd(fileEnd);
        if (filePages != from) {
            int result = Mappings.add(space, from, filePages, rights, 0, inode,
                    header.offset >>> Pte.PAGE_SHIFT);
            if (result < 0) {
                return result;
            }
        }
        int memoryEnd = pageEnd(first + header.memoryBytes);
        if (memoryEnd != filePages) {
            int result = Mappings.add(space, filePages, memoryEnd, rights, 0, null, 0);
            if (result < 0) {
                return result;
            }
        }
        boolean hasTail = header.memoryBytes != header.fileBytes && filePages != from
                && fileEnd != filePages && (rights & Region.WRITE) != 0;
        return hasTail ? Mappings.clearInPage(space, fileEnd, filePages - fileEnd) : 0;
    }

    /** Maps zeros that begin in the last page of the segment before: what that has there stays. */
    private int mapBehind(AddressSpace space, ProgramHeader header, int mappedEnd) {
        int first = base + header.address;
        int rights = rights(header.flags);
        int result = Mappings.protect(space, first & ~Pte.PAGE_MASK, mappedEnd, rights);
        if (result == 0 && (rights & Region.WRITE) != 0) {
            result = Mappings.clearInPage(space, first, mappedEnd - first);
        }
        int end = pageEnd(first + header.memoryBytes);
        return result < 0 || end == mappedEnd ? result
                : Mappings.add(space, mappedEnd, end, rights, 0, null, 0);
    }

    /** Whether nothing lies where it goes. */
    boolean fits(AddressSpace space, int place) {
        int first = movable ? place : start & ~Pte.PAGE_MASK;
        return Mappings.isFree(space, first, first + span());
    }

    private static int rights(int flags) {
        return ((flags & ProgramHeader.READ) != 0 ? Region.READ : 0)
                | ((flags & ProgramHeader.WRITE) != 0 ? Region.WRITE : 0)
                | ((flags & ProgramHeader.EXECUTE) != 0 ? Region.EXECUTE : 0);
    }

    int entry() {
        return base + entry;
    }

    int base() {
        return base;
    }

    int count() {
        return count;
    }

    int firstAddress() {
        return base + start;
    }

    /** The first address behind all of it. */
    int lastAddress() {
        return base + end;
    }

    /** Where its program headers lie in memory; 0 if they are not loaded. */
    int headersInMemory() {
        for (int i = 0; i < count; i++) {
            ProgramHeader header = header(i);
            if (header.type == ProgramHeader.LOAD && Integer.compareUnsigned(
                    headersAt - header.offset, header.fileBytes) < 0) {
                return base + header.address + headersAt - header.offset;
            }
        }
        return 0;
    }

    /** Lets go of the copy of its headers; the file is the caller's. */
    void free() {
        if (table != null) {
            Frames.release(table);
            table = null;
        }
    }
}
