package cleave.guestos.kernel.boot;

import cleave.magic.Struct;

/** Where a device's registers are, and which source of the PLIC it has. */
public final class DeviceNode extends Struct {
    /** Physical address. */
    public int base;
    /** Of its registers; 0 if there is no such device. */
    public int bytes;
    /** Source of the PLIC; 0 for none. */
    public int interrupt;

    public boolean isPresent() {
        return bytes != 0;
    }
}
