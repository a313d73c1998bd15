package cleave.guestos.kernel.file;

import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Pte;
import cleave.magic.Address;

/** Reading files for the kernel's own use, as {@code execve} does. */
public final class KernelFile {
    private KernelFile() {
    }

    /**
     * Reads bytes of a file with pages.
     *
     * @return how many, fewer than wanted only at the end of the file; or an error
     */
    public static int read(Inode inode, long offset, Address to, int bytes) {
        int done = 0;
        while (done < bytes && offset + done < inode.size) {
            long at = offset + done;
            int from = (int) at & Pte.PAGE_MASK;
            int part = (int) Math.min(Math.min(bytes - done, Pte.PAGE_SIZE - from),
                    inode.size - at);
            Frame frame = PageCache.page(inode, (int) (at >>> Pte.PAGE_SHIFT));
            if (Errors.are(frame)) {
                return Errors.of(frame);
            }
            Bytes.copy(to.plus(done), frame.address().plus(from), part);
            Frames.release(frame);
            done += part;
        }
        return done;
    }
}
