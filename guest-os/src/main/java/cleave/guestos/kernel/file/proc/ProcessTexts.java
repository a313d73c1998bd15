package cleave.guestos.kernel.file.proc;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.file.FileTable;
import cleave.guestos.kernel.file.Path;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.ForeignMemory;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.Region;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;

/** What {@code /proc/PID} says of a process: memory, arguments, limits (proc(5)). */
final class ProcessTexts {
    private static final int PATH_COLUMN = 49;
    private static final int NAME_COLUMN = 26;
    private static final int LIMIT_COLUMN = 21;
    private static final String[] LIMITS = {"Max cpu time", "Max file size", "Max data size",
        "Max stack size", "Max core file size", "Max resident set", "Max processes",
        "Max open files", "Max locked memory", "Max address space", "Max file locks",
        "Max pending signals", "Max msgqueue size", "Max nice priority",
        "Max realtime priority", "Max realtime timeout"};
    private static final String[] UNITS = {"seconds", "bytes", "bytes", "bytes", "bytes", "bytes",
        "processes", "files", "bytes", "bytes", "locks", "signals", "bytes", "", "", "us"};

    private ProcessTexts() {
    }

    /** Bytes between two addresses of the program, if it still has them. */
    private static int memory(ProcText text, AddressSpace space, int start, int end) {
        Frame frame = Frames.allocate();
        if (frame == null) {
            return -Errno.ENOMEM;
        }
        int at = start;
        while (Integer.compareUnsigned(at, end) < 0) {
            int bytes = ForeignMemory.read(space, at, frame.address(),
                    Math.min(end - at, Pte.PAGE_SIZE));
            if (bytes <= 0) {
                break;
            }
            text.bytes(frame.address(), bytes);
            at += bytes;
        }
        Frames.release(frame);
        return 0;
    }

    static int commandLine(ProcText text, Process process) {
        AddressSpace space = process.space;
        if (space == null) {
            return 0;
        }
        space.users++;
        int result = memory(text, space, space.argumentsStart, space.argumentsEnd);
        space.release();
        return result;
    }

    static int environment(ProcText text, Process process) {
        AddressSpace space = process.space;
        if (space == null) {
            return 0;
        }
        space.users++;
        int result = memory(text, space, space.environmentStart, space.environmentEnd);
        space.release();
        return result;
    }

    static int auxiliary(ProcText text, Process process) {
        AddressSpace space = process.space;
        if (space == null) {
            return 0;
        }
        space.users++;
        int result = memory(text, space, space.auxiliaryStart, space.auxiliaryEnd);
        space.release();
        return result;
    }

    static int name(ProcText text, Process process) {
        text.text(Address.of(process.name)).end();
        return 0;
    }

    static int setName(Process process, Address value, int length) {
        int end = Math.min(length, Process.NAME_SIZE - 1);
        for (int i = 0; i < Process.NAME_SIZE; i++) {
            process.name[i] = (byte) (i < end ? value.loadByte(i) : 0);
        }
        return 0;
    }

    static int maps(ProcText text, Process process) {
        AddressSpace space = process.space;
        if (space == null) {
            return 0;
        }
        Frame frame = Frames.allocate();
        if (frame == null) {
            return -Errno.ENOMEM;
        }
        for (Region region = space.first; region != null; region = region.next) {
            map(text, space, region, frame.address());
        }
        Frames.release(frame);
        return 0;
    }

    static void map(ProcText text, AddressSpace space, Region region, Address page) {
        int start = text.length;
        int file = region.inode == null ? 0 : region.inode.superblock.number;
        text.hex(region.start, 8).put('-').hex(region.end, 8).put(' ')
                .put((region.protection & Region.READ) != 0 ? 'r' : '-')
                .put((region.protection & Region.WRITE) != 0 ? 'w' : '-')
                .put((region.protection & Region.EXECUTE) != 0 ? 'x' : '-')
                .put(region.is(Region.SHARED) ? 's' : 'p').put(' ')
                .hex(region.inode == null ? 0 : region.firstPage << Pte.PAGE_SHIFT, 8).put(' ')
                .hex(file >>> 8, 2).put(':').hex(file & 0xff, 2).put(' ')
                .decimal(region.inode == null ? 0 : region.inode.number).put(' ');
        if (region.inode != null) {
            int from = Path.describe(region.inode, page);
            if (from >= 0) {
                text.fill(start, PATH_COLUMN).text(page.plus(from));
            }
        } else if (region.is(Region.HEAP)) {
            text.fill(start, PATH_COLUMN).text("[heap]");
        } else if (region.is(Region.STACK)) {
            text.fill(start, PATH_COLUMN).text("[stack]");
        } else if (region.is(Region.TRAMPOLINE)) {
            text.fill(start, PATH_COLUMN).text("[vdso]");
        }
        text.end();
    }

    /** Pages of all regions, and of some kinds. */
    static int pages(AddressSpace space, int flag, int protection) {
        int pages = 0;
        if (space != null) {
            for (Region region = space.first; region != null; region = region.next) {
                if ((flag == 0 || region.is(flag))
                        && (region.protection & protection) == protection) {
                    pages += region.end - region.start >>> Pte.PAGE_SHIFT;
                }
            }
        }
        return pages;
    }

    /** Pages of private memory that can be written: what Linux calls data. */
    static int dataPages(AddressSpace space) {
        return pages(space, 0, Region.WRITE) - pages(space, Region.SHARED, Region.WRITE)
                - pages(space, Region.STACK, Region.WRITE);
    }

    static int memorySizes(ProcText text, Process process) {
        AddressSpace space = process.space;
        int resident = space == null ? 0 : space.resident;
        int code = space == null ? 0 : space.codeEnd - space.codeStart + Pte.PAGE_MASK
                >>> Pte.PAGE_SHIFT;
        int data = dataPages(space) + pages(space, Region.STACK, 0);
        text.decimal(pages(space, 0, 0)).put(' ').decimal(resident).put(' ')
                .decimal(Math.min(resident, code)).put(' ').decimal(code).text(" 0 ").decimal(data)
                .text(" 0").end();
        return 0;
    }

    static int limits(ProcText text, Process process) {
        text.text("Limit                     Soft Limit           Hard Limit           ")
                .text("Units     \n");
        for (int i = 0; i < Limits.COUNT; i++) {
            int start = text.length;
            text.text(LIMITS[i]).fill(start, NAME_COLUMN);
            limit(text, process.limits.soft[i]);
            limit(text, process.limits.hard[i]);
            start = text.length;
            text.text(UNITS[i]).fill(start, 10).end();
        }
        return 0;
    }

    private static void limit(ProcText text, int value) {
        int start = text.length;
        if (value == Limits.INFINITE) {
            text.text("unlimited");
        } else {
            text.padded(value, 0, ' ');
        }
        text.fill(start, LIMIT_COLUMN);
    }

    /** How many descriptors the table has room for. */
    static int descriptors(Process process) {
        FileTable files = process.files;
        return files == null ? 0 : files.end();
    }
}
