package cleave.guestos.kernel.file.proc;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.PageState;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.Region;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;

/**
 * {@code /proc/PID/pagemap} (proc(5)): 64 bits for each page of a process, at eight times its
 * number: whether it is there, whether it shows a file, whether nobody else maps it, and, for root
 * alone, in which frame it is.
 */
final class PageMap {
    private static final int ENTRY = Long.BYTES;
    private static final int PRESENT = 1 << 31;
    private static final int OF_FILE = 1 << 29;
    private static final int EXCLUSIVE = 1 << 24;

    private static final PageState STATE = new PageState();
    private static final int[] WORDS = new int[2];

    static final FileOperations OPERATIONS = operations();

    private PageMap() {
    }

    private static FileOperations operations() {
        FileOperations operations = new FileOperations();
        operations.read = PageMap::read;
        operations.seek = ProcFile::seek;
        return operations;
    }

    private static int read(OpenFile file, Transfer to) {
        Process process = ProcFileSystem.process(file.inode);
        if (process == null) {
            return -Errno.ESRCH;
        }
        if (!ProcFileSystem.mayLook(process)) {
            return -Errno.EACCES;
        }
        if ((to.offset & ENTRY - 1) != 0 || (to.remaining & ENTRY - 1) != 0) {
            return -Errno.EINVAL;
        }
        AddressSpace space = process.space;
        if (space == null) {
            return 0;
        }
        space.users++;
        boolean root = Process.current().credentials.isRoot();
        int done = 0;
        int result = 0;
        while (to.remaining > 0 && result == 0
                && to.offset < (long) (AddressSpace.USER_END >>> Pte.PAGE_SHIFT) * ENTRY) {
            fill(space, (int) (to.offset / ENTRY) << Pte.PAGE_SHIFT, root);
            result = to.give(Address.of(WORDS), ENTRY);
            if (result == 0) {
                to.offset += ENTRY;
                done += ENTRY;
            }
        }
        space.release();
        return done > 0 ? done : result;
    }

    private static void fill(AddressSpace space, int address, boolean root) {
        WORDS[0] = 0;
        WORDS[1] = 0;
        Region region = space.find(address);
        if (region == null) {
            return;
        }
        PageState state = STATE;
        state.look(space, region, address);
        if (state.frame >= 0) {
            WORDS[0] = root ? state.frame : 0;
            WORDS[1] = PRESENT | (state.ofFile ? OF_FILE : 0)
                    | (state.mappings == 1 ? EXCLUSIVE : 0);
        }
    }
}
