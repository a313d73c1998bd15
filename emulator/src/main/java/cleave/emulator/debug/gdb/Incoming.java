package cleave.emulator.debug.gdb;

/** What can come from GDB, or happen to the connection, or be asked by the host. */
sealed interface Incoming {
    /** A packet whose checksum was right; a character is a byte, escapes undone. */
    record Packet(String text) implements Incoming {
    }

    /** Ctrl-C: the guest shall stop. */
    record Break() implements Incoming {
    }

    /** GDB asks for the last packet again. */
    record Resend() implements Incoming {
    }

    /** Somebody has connected. */
    record Connected(GdbConnection connection) implements Incoming {
    }

    /** The connection is over. */
    record Disconnected(GdbConnection connection) implements Incoming {
    }

    /** The host wants the machine's thread back. */
    record HostCall() implements Incoming {
    }
}
