package cleave.guestos.kernel.device;

import cleave.guestos.kernel.boot.Hardware;
import cleave.guestos.kernel.time.Clock;
import cleave.guestos.kernel.time.Timer;
import cleave.magic.Csr;
import cleave.magic.Fn;
import cleave.magic.Panic;

/** Interrupts of devices, by source of the PLIC, and of the timer. */
public final class Interrupts {
    /** Serves a device, at that tick; it runs with interrupts off and must not sleep. */
    public interface Handler extends Fn {
        void handle(int source, long now);
    }

    /** Sources that can have a handler. */
    public static final int SOURCES_MAX = 128;
    private static final int TIMER = 1 << 5;
    private static final int EXTERNAL = 1 << 9;

    private static final Handler[] HANDLERS = new Handler[SOURCES_MAX];
    private static final String[] NAMES = new String[SOURCES_MAX];
    private static final int[] COUNTS = new int[SOURCES_MAX];

    private Interrupts() {
    }

    /** Lets external interrupts come, when somebody asks for them. */
    public static void begin() {
        Plic.begin();
        Csr.set(cleave.toolchain.isa.Csr.SIE, EXTERNAL);
    }

    /** Calls {@code handler} at every interrupt of the source. */
    public static void handle(int source, String name, Handler handler) {
        if (source <= 0 || source >= SOURCES_MAX || source > Hardware.MACHINE.plicSources) {
            Panic.stop("the device tree gives a device an interrupt that the PLIC does not have");
        }
        HANDLERS[source] = handler;
        NAMES[source] = name;
        Plic.enable(source);
    }

    /**
     * Serves what is pending: called at every interrupt, and from within long work in the kernel,
     * which otherwise keeps interrupts off.
     */
    public static void poll() {
        int pending = Csr.read(cleave.toolchain.isa.Csr.SIP);
        if ((pending & TIMER) != 0) {
            Timer.interrupt();
        }
        if ((pending & EXTERNAL) != 0) {
            int source = Plic.claim();
            while (source != 0) {
                serve(source);
                Plic.complete(source);
                source = Plic.claim();
            }
        }
    }

    private static void serve(int source) {
        if (Integer.compareUnsigned(source, SOURCES_MAX) >= 0 || HANDLERS[source] == null) {
            Panic.stop("an interrupt came from a source without a handler");
        }
        COUNTS[source]++;
        HANDLERS[source].handle(source, Clock.ticks());
    }

    /** How often that source has interrupted. */
    public static int count(int source) {
        return COUNTS[source];
    }

    /** Who has that source; null for nobody. */
    public static String name(int source) {
        return NAMES[source];
    }
}
