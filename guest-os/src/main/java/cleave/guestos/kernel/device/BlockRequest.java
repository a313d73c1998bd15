package cleave.guestos.kernel.device;

import cleave.guestos.kernel.process.WaitQueue;
import cleave.magic.Embedded;
import cleave.magic.Offset;
import cleave.magic.Struct;

/** A request to a virtio disk (virtio 1.2, 5.2.6): what the device reads and writes comes first. */
final class BlockRequest extends Struct {
    static final int HEADER_BYTES = 16;

    @Offset(0)
    int type;
    @Offset(4)
    int reserved;
    @Offset(8)
    long sector;
    @Offset(16)
    volatile byte status;
    boolean isFree;
    boolean isDone;
    @Embedded
    WaitQueue waiter;
}
