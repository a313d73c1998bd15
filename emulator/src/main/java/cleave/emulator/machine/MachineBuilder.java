package cleave.emulator.machine;

import cleave.emulator.device.Clint;
import cleave.emulator.device.ConsolePort;
import cleave.emulator.device.Device;
import cleave.emulator.device.GoldfishRtc;
import cleave.emulator.device.GuestErrors;
import cleave.emulator.device.Plic;
import cleave.emulator.device.TestFinisher;
import cleave.emulator.device.Uart16550;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.Interrupts;
import cleave.emulator.memory.Bus;
import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.mmu.Mmu;
import cleave.emulator.mmu.Pmp;
import cleave.emulator.time.EventQueue;
import cleave.emulator.time.MachineTimer;
import java.util.ArrayList;
import java.util.List;

/** Puts a machine together: QEMU's {@code virt} with what one asks for. */
public final class MachineBuilder {
    /** Seconds since 1970 at power-on: 1 January 2026, so that runs are the same every day. */
    public static final long DEFAULT_EPOCH_SECONDS = 1_767_225_600L;

    private record Extra(Device device, long base, long size) {
    }

    private int memoryBytes = 128 << 20;
    private EngineKind engine = EngineKind.INTERPRETER;
    private HartOptions options = HartOptions.DEFAULT;
    private ConsolePort serial = ConsolePort.NONE;
    private GuestErrors guestErrors = GuestErrors.IGNORE;
    private long epochSeconds = DEFAULT_EPOCH_SECONDS;
    private final List<Extra> extras = new ArrayList<>();

    MachineBuilder() {
    }

    /** RAM in bytes, a multiple of 4,096, at most 1 GiB; 128 MiB unless said otherwise. */
    public MachineBuilder memory(int bytes) {
        memoryBytes = bytes;
        return this;
    }

    public MachineBuilder engine(EngineKind kind) {
        engine = kind;
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

    /** A device of one's own, at a free place in the physical address space. */
    public MachineBuilder device(Device device, long base, long size) {
        extras.add(new Extra(device, base, size));
        return this;
    }

    public Machine build() {
        PhysicalMemory memory = new PhysicalMemory(0x8000_0000L, memoryBytes, 0x1000, 0xf000);
        Bus bus = new Bus(memory);
        EventQueue events = new EventQueue();
        MachineTimer timer = new MachineTimer(events);
        Mmu mmu = new Mmu(bus, new Pmp(options.pmpEntries()), options.trapMisaligned());
        Hart hart = new Hart(options, mmu, timer, events);
        Machine machine = new Machine(hart, engine.create(hart), events, timer);
        Plic plic = new Plic(high -> hart.setWire(Interrupts.MEI, high),
                high -> hart.setWire(Interrupts.SEI, high), guestErrors);
        machine.attach(new TestFinisher(machine.power(), guestErrors), 0x10_0000, 0x1000);
        machine.attach(new GoldfishRtc(epochSeconds * 1_000_000_000L, timer, events,
                plic.source(11), guestErrors), 0x10_1000, 0x1000);
        machine.attach(new Clint(timer, events, high -> hart.setWire(Interrupts.MSI, high),
                high -> hart.setWire(Interrupts.MTI, high), guestErrors), 0x200_0000, 0x1_0000);
        machine.attach(plic, 0xc00_0000, 0x60_0000);
        machine.attach(new Uart16550("uart0", events, serial, plic.source(10), guestErrors),
                0x1000_0000, 0x100);
        for (Extra extra : extras) {
            machine.attach(extra.device, extra.base, extra.size);
        }
        machine.powerOn();
        return machine;
    }
}
