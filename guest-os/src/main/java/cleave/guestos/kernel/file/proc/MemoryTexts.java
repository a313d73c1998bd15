package cleave.guestos.kernel.file.proc;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.PageState;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.Region;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/** {@code /proc/PID/smaps} and {@code smaps_rollup}: which pages are shared, and by how many. */
final class MemoryTexts extends Struct {
    private static final int KIBIBYTES_SHIFT = Pte.PAGE_SHIFT - 10;
    private static final int NAME_COLUMN = 16;
    private static final int VALUE_COLUMNS = 8;
    /** A page's share is counted in this many parts of a KiB. */
    private static final int SHARE_SHIFT = 14;

    private int resident;
    private int sharedClean;
    private int sharedDirty;
    private int privateClean;
    private int privateDirty;
    private int anonymous;
    private long share;
    @Embedded
    private PageState state;

    private void add(AddressSpace space, Region region) {
        int at = region.start;
        while (at != region.end) {
            int next = PageState.skip(space, at, region.end);
            if (next != at) {
                at = next;
                continue;
            }
            state.look(space, region, at);
            if (state.frame >= 0) {
                resident++;
                share += (1 << SHARE_SHIFT + KIBIBYTES_SHIFT) / state.mappings;
                anonymous += state.ofFile ? 0 : 1;
                boolean shared = state.mappings > 1;
                sharedClean += shared && !state.dirty ? 1 : 0;
                sharedDirty += shared && state.dirty ? 1 : 0;
                privateClean += !shared && !state.dirty ? 1 : 0;
                privateDirty += !shared && state.dirty ? 1 : 0;
            }
            at += Pte.PAGE_SIZE;
        }
    }

    private static void kibibytes(ProcText text, String name, int value) {
        int start = text.length;
        text.text(name).fill(start, NAME_COLUMN).padded(value, VALUE_COLUMNS, ' ').text(" kB")
                .end();
    }

    private static void pages(ProcText text, String name, int pages) {
        kibibytes(text, name, pages << KIBIBYTES_SHIFT);
    }

    private void write(ProcText text) {
        pages(text, "Rss:", resident);
        kibibytes(text, "Pss:", (int) (share >>> SHARE_SHIFT));
        pages(text, "Shared_Clean:", sharedClean);
        pages(text, "Shared_Dirty:", sharedDirty);
        pages(text, "Private_Clean:", privateClean);
        pages(text, "Private_Dirty:", privateDirty);
        pages(text, "Referenced:", resident);
        pages(text, "Anonymous:", anonymous);
        pages(text, "Swap:", 0);
    }

    private void clear() {
        resident = 0;
        sharedClean = 0;
        sharedDirty = 0;
        privateClean = 0;
        privateDirty = 0;
        anonymous = 0;
        share = 0;
    }

    static int all(ProcText text, Process process) {
        return make(text, process, false);
    }

    static int sum(ProcText text, Process process) {
        return make(text, process, true);
    }

    private static int make(ProcText text, Process process, boolean sum) {
        if (!ProcFileSystem.mayLook(process)) {
            return -Errno.EACCES;
        }
        AddressSpace space = process.space;
        if (space == null) {
            return 0;
        }
        MemoryTexts texts = new MemoryTexts();
        Frame frame = texts == null ? null : Frames.allocate();
        int result = frame == null ? -Errno.ENOMEM : 0;
        if (frame != null) {
            // Paths that are looked up may sleep.
            space.users++;
            texts.make(text, space, frame, sum);
            space.release();
            Frames.release(frame);
        }
        if (texts != null) {
            Heap.free(texts, Struct.sizeOf(MemoryTexts.class));
        }
        return result;
    }

    private void make(ProcText text, AddressSpace space, Frame frame, boolean sum) {
        int last = 0;
        for (Region region = space.first; region != null; region = region.next) {
            add(space, region);
            last = region.end;
            if (!sum) {
                ProcessTexts.map(text, space, region, frame.address());
                pages(text, "Size:", region.end - region.start >>> Pte.PAGE_SHIFT);
                kibibytes(text, "KernelPageSize:", Pte.PAGE_SIZE >>> 10);
                kibibytes(text, "MMUPageSize:", Pte.PAGE_SIZE >>> 10);
                write(text);
                flags(text, region);
                clear();
            }
        }
        if (sum && space.first != null) {
            text.hex(space.first.start, 8).put('-').hex(last, 8)
                    .text(" ---p 00000000 00:00 0                          [rollup]").end();
            write(text);
        }
    }

    private static void flags(ProcText text, Region region) {
        text.text("VmFlags: ").text((region.protection & Region.READ) != 0 ? "rd " : "")
                .text((region.protection & Region.WRITE) != 0 ? "wr " : "")
                .text((region.protection & Region.EXECUTE) != 0 ? "ex " : "")
                .text(region.is(Region.SHARED) ? "sh " : "").text("mr mw me ")
                .text(region.is(Region.STACK) ? "gd " : "")
                .text(region.is(Region.NOT_INHERITED) ? "dc " : "")
                .text(region.is(Region.WIPED_BY_FORK) ? "wf " : "").end();
    }
}
