package cleave.emulator.platform;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.device.GuestErrors;
import cleave.emulator.device.InterruptLine;
import cleave.emulator.device.PowerControl;
import cleave.emulator.memory.GuestMemory;
import cleave.emulator.time.EventQueue;
import cleave.emulator.time.MachineTimer;

/**
 * What the platform's devices are connected to.
 *
 * @param events virtual time
 * @param timer the timebase
 * @param memory RAM, for devices that read and write it themselves
 * @param pins the hart's interrupt pins
 * @param power the power and reset buttons
 * @param serial the far end of the UART
 * @param slots what is plugged into the virtio slots
 * @param epochNanoseconds what the real-time clock shows at power-on, since 1970 UTC
 * @param errors who hears what the guest does wrong
 */
public record Wiring(EventQueue events, MachineTimer timer, GuestMemory memory, Pins pins,
        PowerControl power, ConsolePort serial, VirtioSlots slots, long epochNanoseconds,
        GuestErrors errors) {

    /** Lines to {@code mip.MSIP}, {@code MTIP}, {@code MEIP} and {@code SEIP} of hart 0. */
    public record Pins(InterruptLine msip, InterruptLine mtip, InterruptLine meip,
            InterruptLine seip) {
    }
}
