package cleave.emulator.debug.gdb;

import cleave.emulator.debug.CodeReader;
import cleave.emulator.debug.monitor.Monitor;
import cleave.emulator.hart.Hart;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The general queries, {@code q} and {@code Q} packets, QEMU's own among them. */
final class GdbQueries {
    private final Hart hart;
    private final GdbMemory memory;
    private final Monitor monitor;
    private final Consumer<String> console;

    /** @param console shows text to the person at GDB */
    GdbQueries(Hart hart, GdbMemory memory, Monitor monitor, Consumer<String> console) {
        this.hart = hart;
        this.memory = memory;
        this.monitor = monitor;
        this.console = console;
    }

    /** Answers everything but {@code QStartNoAckMode}; nothing for what is not known. */
    String answer(PacketText packet) throws Refusal {
        if (packet.take("qSupported")) {
            return String.format("PacketSize=%x;qXfer:features:read+;QStartNoAckMode+;"
                    + "vContSupported+", PacketParser.TEXT_MAX);
        }
        if (packet.take("qXfer:features:read:target.xml:")) {
            return slice(TargetDescription.text(), packet);
        }
        if (packet.take("qRcmd,")) {
            return command(new String(packet.hexBytes(), StandardCharsets.UTF_8));
        }
        if (packet.take("qThreadExtraInfo,")) {
            return PacketText.hex("hart 0, " + CodeReader.letter(hart.mode()) + "-mode"
                    + (hart.isWaiting() ? ", in wfi" : ""));
        }
        return packet.take("Q") ? setting(packet) : constant(packet.rest());
    }

    private static String constant(String query) {
        return switch (query) {
            case "qC" -> "QC1";
            case "qfThreadInfo" -> "m1";
            case "qsThreadInfo" -> "l";
            case "qqemu.sstepbits" -> "ENABLE=1";
            case "qqemu.sstep" -> "0x1";
            default -> query.startsWith("qAttached") ? "1" : "";
        };
    }

    /** The physical memory mode is answered here, since it changes. */
    String physicalMode() {
        return memory.isPhysical() ? "1" : "0";
    }

    private String setting(PacketText packet) throws Refusal {
        if (packet.take("qemu.PhyMemMode:")) {
            memory.setPhysical(packet.hexNumber() != 0);
            return "OK";
        }
        if (packet.take("qemu.sstep=")) {
            // A step takes interrupts when they are due: the run is the same, stepped or not.
            packet.take("0x");
            if (packet.hexNumber() != 1) {
                throw new Refusal(Refusal.INVALID);
            }
            return "OK";
        }
        return "";
    }

    private static String slice(String document, PacketText packet) throws Refusal {
        int offset = packet.length();
        packet.expect(",");
        int length = packet.length();
        if (offset > document.length()) {
            throw new Refusal(Refusal.INVALID);
        }
        int end = Math.min(document.length(), offset + Math.min(length, PacketParser.TEXT_MAX / 2));
        return (end == document.length() ? "l" : "m") + document.substring(offset, end);
    }

    private String command(String line) {
        console.accept(monitor.execute(line));
        return "OK";
    }
}
