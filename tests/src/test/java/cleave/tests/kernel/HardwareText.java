package cleave.tests.kernel;

import cleave.guestos.kernel.boot.Command;
import cleave.guestos.kernel.boot.DeviceNode;
import cleave.guestos.kernel.boot.DeviceTree;
import cleave.guestos.kernel.boot.Hardware;
import cleave.guestos.kernel.boot.Range;
import cleave.magic.Address;

/** What the guest kernel reads from a device tree, as text. It runs hosted. */
final class HardwareText {
    private HardwareText() {
    }

    static String of(int tree, int hart) {
        int bytes = DeviceTree.read(Address.of(tree), hart);
        Hardware machine = Hardware.MACHINE;
        StringBuilder text = new StringBuilder("bytes " + bytes + "\n");
        range(text, "memory", machine.memory);
        for (int i = 0; i < machine.reservedCount; i++) {
            range(text, "reserved", machine.reserved[i]);
        }
        range(text, "initrd", machine.initrd);
        text.append("arguments ").append(text(machine.arguments)).append('\n');
        text.append("seed ").append(machine.seedBytes).append('\n');
        text.append("timebase ").append(machine.timebase).append('\n');
        text.append("isa ").append(text(machine.isa)).append(" sstc ").append(machine.sstc)
                .append('\n');
        device(text, "uart", machine.uart);
        device(text, "plic", machine.plic);
        text.append("sources ").append(machine.plicSources).append(" context ")
                .append(machine.plicContext).append('\n');
        device(text, "rtc", machine.rtc);
        for (int i = 0; i < machine.virtioCount; i++) {
            device(text, "virtio", machine.virtio[i]);
        }
        command(text, "poweroff", machine.powerOff);
        command(text, "restart", machine.restart);
        return text.toString();
    }

    private static void range(StringBuilder text, String name, Range range) {
        text.append(String.format("%s %x+%x\n", name, range.start, range.bytes));
    }

    private static void device(StringBuilder text, String name, DeviceNode node) {
        text.append(String.format("%s %x+%x irq %d\n", name, node.base, node.bytes,
                node.interrupt));
    }

    private static void command(StringBuilder text, String name, Command command) {
        text.append(String.format("%s %x=%x\n", name, command.register, command.value));
    }

    private static String text(Address address) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; !address.isNull() && address.loadByte(i) != 0; i++) {
            text.append((char) address.loadByte(i));
        }
        return text.toString();
    }
}
