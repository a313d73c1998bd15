package cleave.guestos.kernel.memory;

import cleave.guestos.abi.Errno;
import cleave.magic.Address;

/** Reading the memory of another process, as {@code /proc} does. */
public final class ForeignMemory {
    private ForeignMemory() {
    }

    /**
     * Copies bytes of a program to the kernel. It may sleep; the caller holds the address space.
     *
     * @return how many bytes could be read, or {@code -EFAULT} for none
     */
    public static int read(AddressSpace space, int from, Address to, int bytes) {
        int done = 0;
        while (done < bytes) {
            int address = from + done;
            if (Integer.compareUnsigned(address, AddressSpace.USER_END) >= 0
                    || !space.entry(address).isValid() && (space.find(address) == null
                    || PageFault.resolve(space, address, Region.READ) != PageFault.DONE)) {
                break;
            }
            Pte entry = space.entry(address);
            int offset = address & Pte.PAGE_MASK;
            int part = Math.min(bytes - done, Pte.PAGE_SIZE - offset);
            Address page = Frames.at(entry.frame()).address();
            for (int i = 0; i < part; i++) {
                to.storeByte(done + i, page.loadByte(offset + i));
            }
            done += part;
        }
        return done > 0 || bytes == 0 ? done : -Errno.EFAULT;
    }
}
