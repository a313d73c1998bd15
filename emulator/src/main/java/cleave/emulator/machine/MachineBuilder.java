package cleave.emulator.machine;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.device.Device;
import cleave.emulator.device.GuestErrors;
import cleave.emulator.device.InterruptLine;
import cleave.emulator.engine.Engine;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.Interrupts;
import cleave.emulator.memory.Bus;
import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.mmu.BlankMaps;
import cleave.emulator.mmu.Mmu;
import cleave.emulator.mmu.Pmp;
import cleave.emulator.platform.VirtPlatform;
import cleave.emulator.platform.VirtioSlots;
import cleave.emulator.platform.Wiring;
import cleave.emulator.time.EventQueue;
import cleave.emulator.time.MachineTimer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Puts a machine together: QEMU's {@code virt} with what one asks for. */
public final class MachineBuilder {
    /** Seconds since 1970 at power-on: 1 January 2026, so that runs are the same every day. */
    public static final long DEFAULT_EPOCH_SECONDS = 1_767_225_600L;

    private record Extra(Device device, long base, long size) {
    }

    private int memoryBytes = 128 << 20;
    private Function<Hart, Engine> engine = EngineKind.TRANSLATOR::create;
    private HartOptions options = HartOptions.DEFAULT;
    private ConsolePort serial = ConsolePort.NONE;
    private GuestErrors guestErrors = GuestErrors.IGNORE;
    private VirtioSlots slots = new VirtioSlots();
    private long epochSeconds = DEFAULT_EPOCH_SECONDS;
    private final List<Extra> extras = new ArrayList<>();
    private MadeAhead ahead;

    MachineBuilder() {
    }

    /** RAM in bytes, a multiple of 4,096, at most 1 GiB; 128 MiB unless said otherwise. */
    public MachineBuilder memory(int bytes) {
        memoryBytes = bytes;
        return this;
    }

    /** Begins to make the memory, now that its size is known and before the rest is. */
    public MachineBuilder begin() {
        ahead = MadeAhead.begin(memoryBytes);
        return this;
    }

    public MachineBuilder engine(EngineKind kind) {
        return engine(kind::create);
    }

    /** An engine of one's own making. */
    public MachineBuilder engine(Function<Hart, Engine> maker) {
        engine = maker;
        return this;
    }

    public MachineBuilder options(HartOptions hartOptions) {
        options = hartOptions;
        return this;
    }

    /** What the UART is connected to. */
    public MachineBuilder serial(ConsolePort port) {
        serial = port;
        return this;
    }

    /** Who hears what the guest does wrong to devices. */
    public MachineBuilder guestErrors(GuestErrors errors) {
        guestErrors = errors;
        return this;
    }

    /** What the real-time clock shows at power-on, in seconds since 1970. */
    public MachineBuilder epochSeconds(long seconds) {
        epochSeconds = seconds;
        return this;
    }

    /** What is plugged into the virtio-mmio slots: disks, consoles, entropy. */
    public MachineBuilder virtio(VirtioSlots virtioSlots) {
        slots = virtioSlots;
        return this;
    }

    /** A device of one's own, at a free place in the physical address space. */
    public MachineBuilder device(Device device, long base, long size) {
        extras.add(new Extra(device, base, size));
        return this;
    }

    public Machine build() {
        boolean begun = ahead != null && ahead.ramSize() == memoryBytes;
        PhysicalMemory memory = begun ? ahead.take() : MadeAhead.memory(memoryBytes);
        Bus bus = new Bus(memory);
        EventQueue events = new EventQueue();
        MachineTimer timer = new MachineTimer(events);
        Mmu mmu = new Mmu(bus, new Pmp(options.pmpEntries()), options.trapMisaligned(),
                begun ? ahead.maps() : new BlankMaps());
        Hart hart = new Hart(options, mmu, timer, events);
        Machine machine = new Machine(hart, engine.apply(hart), events, timer);
        Wiring.Pins pins = new Wiring.Pins(wire(hart, Interrupts.MSI), wire(hart, Interrupts.MTI),
                wire(hart, Interrupts.MEI), wire(hart, Interrupts.SEI));
        VirtPlatform platform = new VirtPlatform(new Wiring(events, timer, memory, pins,
                machine.power(), serial, slots, epochSeconds * 1_000_000_000L, guestErrors));
        for (VirtPlatform.Mapping mapping : platform.mappings()) {
            machine.attach(mapping.device(), mapping.row().base(), mapping.row().size());
        }
        for (Extra extra : extras) {
            machine.attach(extra.device, extra.base, extra.size);
        }
        ahead = null;
        machine.powerOn();
        return machine;
    }

    private static InterruptLine wire(Hart hart, int bit) {
        return high -> hart.setWire(bit, high);
    }
}
