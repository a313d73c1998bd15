package cleave.emulator.debug.gdb;

import cleave.emulator.debug.GuestView;
import cleave.emulator.debug.GuestView.Addressing;
import cleave.emulator.machine.Machine;

/**
 * Memory as GDB asks for it: through the translation of data accesses now in force, and physical
 * where that has nothing, so that a kernel can be looked at from user mode; or only physical, as
 * QEMU's {@code PhyMemMode} says.
 */
final class GdbMemory {
    /** Longest range in bytes that one reply gives; GDB asks again for the rest. */
    private static final int READ_MAX = PacketParser.TEXT_MAX / 2;

    private final GuestView view;
    private boolean physical;

    GdbMemory(Machine machine) {
        this.view = new GuestView(machine);
    }

    boolean isPhysical() {
        return physical;
    }

    void setPhysical(boolean only) {
        physical = only;
    }

    private Addressing addressing() {
        return physical ? Addressing.PHYSICAL : Addressing.VIRTUAL_ELSE_PHYSICAL;
    }

    /** {@code m}: as many bytes as can be read, in hexadecimal. */
    String read(PacketText packet) throws Refusal {
        long address = packet.hexNumber();
        packet.expect(",");
        byte[] bytes = new byte[Math.min(packet.length(), READ_MAX)];
        int length = view.read(address, addressing(), bytes);
        if (length == 0 && bytes.length != 0) {
            throw new Refusal(Refusal.BAD_ADDRESS);
        }
        return PacketText.hex(bytes, length);
    }

    /** {@code M} and {@code X}: all bytes, in hexadecimal or as they are. */
    void write(PacketText packet, boolean hexadecimal) throws Refusal {
        long address = packet.hexNumber();
        packet.expect(",");
        int length = packet.length();
        packet.expect(":");
        byte[] bytes = hexadecimal ? packet.hexBytes() : packet.bytes();
        if (bytes.length != length) {
            throw new Refusal(Refusal.INVALID);
        }
        if (!view.write(address, addressing(), bytes)) {
            throw new Refusal(Refusal.BAD_ADDRESS);
        }
    }
}
