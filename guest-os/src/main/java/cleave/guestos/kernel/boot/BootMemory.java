package cleave.guestos.kernel.boot;

import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Pte;
import cleave.magic.Address;
import cleave.magic.Struct;
import cleave.magic.Symbol;

/**
 * Finds the memory that is free when the kernel starts: all RAM but the firmware's and what lies
 * below the kernel, the kernel itself with its table of frames, the device tree, the initial RAM
 * disk, and what the tree reserves.
 */
final class BootMemory {
    private static final Hardware MACHINE = Hardware.MACHINE;

    private BootMemory() {
    }

    /** Hands all free memory to {@link Frames}. */
    static void begin(int tree, int treeBytes) {
        int bytes = MACHINE.memory.bytes;
        if (Integer.compareUnsigned(bytes, DirectMap.RAM_MAX) > 0) {
            bytes = DirectMap.RAM_MAX;
        }
        int end = DirectMap.RAM + bytes;
        int table = DirectMap.toPhysical(kernelEnd()) + Pte.PAGE_MASK & ~Pte.PAGE_MASK;
        int tableBytes = (bytes >>> Pte.PAGE_SHIFT) * Struct.sizeOf(Frame.class);
        int at = skip(skip(table, tableBytes, tree, treeBytes), tableBytes,
                MACHINE.initrd.start, MACHINE.initrd.bytes);
        Frames.begin(DirectMap.toVirtual(at), bytes);
        free(at + tableBytes, end, tree, treeBytes);
    }

    /** A place for the table of frames that is not another's. */
    private static int skip(int at, int bytes, int other, int otherBytes) {
        boolean apart = otherBytes == 0 || Integer.compareUnsigned(at + bytes, other) <= 0
                || Integer.compareUnsigned(other + otherBytes, at) <= 0;
        return apart ? at : other + otherBytes + Pte.PAGE_MASK & ~Pte.PAGE_MASK;
    }

    private static void free(int from, int end, int tree, int treeBytes) {
        int at = from;
        while (at != end) {
            int stop = end;
            int over = at;
            for (int i = -2; i < MACHINE.reservedCount; i++) {
                int start = i == -2 ? tree : i == -1 ? MACHINE.initrd.start
                        : MACHINE.reserved[i].start;
                int bytes = i == -2 ? treeBytes : i == -1 ? MACHINE.initrd.bytes
                        : MACHINE.reserved[i].bytes;
                if (bytes == 0 || Integer.compareUnsigned(start + bytes, at) <= 0) {
                    continue;
                }
                if (Integer.compareUnsigned(start, at) <= 0) {
                    over = start + bytes;
                } else if (Integer.compareUnsigned(start, stop) < 0) {
                    stop = start;
                }
            }
            if (over != at) {
                at = Integer.compareUnsigned(over, end) < 0 ? over : end;
            } else {
                Frames.add(at, stop);
                at = stop;
            }
        }
    }

    @Symbol("kernel_end_address")
    private static native Address kernelEnd();
}
