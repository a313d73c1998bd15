package cleave.guestos.kernel.device;

import cleave.guestos.kernel.boot.Hardware;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.magic.Address;
import cleave.magic.Offset;
import cleave.magic.Struct;

/**
 * The platform-level interrupt controller (RISC-V PLIC specification 1.0.0), as far as supervisor
 * mode of the boot hart has to do with it.
 */
final class Plic {
    private static final int ENABLE = 0x2000;
    private static final int ENABLE_STRIDE = 0x80;
    private static final int CONTEXT = 0x20_0000;
    private static final int CONTEXT_STRIDE = 0x1000;

    private static Context context;
    private static Address priorities = Address.of(0);
    private static Address enables = Address.of(0);

    private Plic() {
    }

    /** The registers of one hart and mode. */
    static final class Context extends Struct {
        @Offset(0)
        volatile int threshold;
        /** A load claims, a store completes. */
        @Offset(4)
        volatile int claim;
    }

    /** Silences all sources. */
    static void begin() {
        int base = Hardware.MACHINE.plic.base;
        int number = Hardware.MACHINE.plicContext;
        priorities = DirectMap.device(base);
        enables = DirectMap.device(base + ENABLE + number * ENABLE_STRIDE);
        context = Struct.at(DirectMap.device(base + CONTEXT + number * CONTEXT_STRIDE),
                Context.class);
        for (int word = 0; word <= Hardware.MACHINE.plicSources >>> 5; word++) {
            enables.writeInt(word * Integer.BYTES, 0);
        }
        context.threshold = 0;
    }

    static void enable(int source) {
        priorities.writeInt(source * Integer.BYTES, 1);
        int offset = (source >>> 5) * Integer.BYTES;
        enables.writeInt(offset, enables.readInt(offset) | 1 << (source & 31));
    }

    /** The source to be served, 0 for none. */
    static int claim() {
        return context.claim;
    }

    static void complete(int source) {
        context.claim = source;
    }
}
