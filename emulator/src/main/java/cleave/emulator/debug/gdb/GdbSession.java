package cleave.emulator.debug.gdb;

import cleave.emulator.debug.Symbols;
import cleave.emulator.debug.Watchpoints.Hit;
import cleave.emulator.debug.monitor.Monitor;
import cleave.emulator.debug.monitor.MonitorHost;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;

/**
 * What GDB may do to a machine that stands still: the packets of the GDB Remote Serial Protocol,
 * one after the other. Whatever a packet holds, it is answered; with nothing when it is not known,
 * as the protocol asks.
 */
final class GdbSession {
    /** What is to happen after a packet. */
    enum Next { STAY, CONTINUE, STEP, DETACH, KILL }

    private static final String SIGTRAP = "T05thread:1;";
    private static final String SIGINT = "T02thread:1;";
    private static final String SIGABRT = "T06thread:1;";
    /** GDB shows so many characters of a text at once. */
    private static final int CONSOLE_MAX = PacketParser.TEXT_MAX / 4;

    private final GdbConnection connection;
    private final Machine machine;
    private final GdbRegisters registers;
    private final GdbMemory memory;
    private final GdbBreakpoints breakpoints;
    private final GdbQueries queries;
    private String lastStop = SIGTRAP;
    private Next next;
    private StopReason endedBySteps;

    GdbSession(GdbConnection connection, Machine machine, Symbols symbols) {
        this.connection = connection;
        this.machine = machine;
        this.registers = new GdbRegisters(machine.hart());
        this.memory = new GdbMemory(machine);
        this.breakpoints = new GdbBreakpoints(machine);
        this.queries = new GdbQueries(machine.hart(), memory,
                new Monitor(machine, symbols, new Host()), this::print);
    }

    /** The monitor's commands that run the guest, typed at GDB. */
    private final class Host implements MonitorHost {
        @Override
        public void pause() {
            print("the guest stands still: GDB has stopped it\n");
        }

        @Override
        public void resume() {
            print("GDB runs the guest: use its continue\n");
        }

        @Override
        public void quit() {
            next = Next.KILL;
        }

        @Override
        public boolean isPaused() {
            return true;
        }

        @Override
        public void stopped(StopReason reason) {
            endedBySteps = reason;
        }
    }

    GdbConnection connection() {
        return connection;
    }

    /** Answers a packet. */
    Next handle(String text) {
        next = Next.STAY;
        String reply;
        try {
            reply = answer(text);
        } catch (Refusal refusal) {
            reply = refusal.reply();
        }
        if (reply != null) {
            connection.send(reply);
        }
        if (text.equals("QStartNoAckMode")) {
            connection.stopAcknowledging();
        }
        boolean resumes = next == Next.STEP || next == Next.CONTINUE;
        if (resumes && registers.catchUp()
                && (next == Next.STEP || breakpoints.isAt(machine.hart().pc))) {
            // The instruction that GDB wants to step over has been executed before.
            tell(SIGTRAP);
            next = Next.STAY;
        }
        return next;
    }

    /** The reply, or null when there is none (yet). */
    private String answer(String text) throws Refusal {
        PacketText packet = new PacketText(text);
        switch (text.isEmpty() ? 0 : text.charAt(0)) {
            case 'q', 'Q' -> {
                return query(text, packet);
            }
            case 'v' -> {
                return verbose(packet);
            }
            case 'g', 'G', 'p', 'P' -> {
                return register(packet);
            }
            case 'm', 'M', 'X' -> {
                return memory(packet);
            }
            case 'c', 's', 'C', 'S', 'D', 'k' -> {
                return run(packet);
            }
            default -> {
                return other(packet);
            }
        }
    }

    private String query(String text, PacketText packet) throws Refusal {
        if (text.startsWith("qRcmd")) {
            registers.catchUp();
        }
        return switch (text) {
            case "QStartNoAckMode" -> "OK";
            case "qqemu.PhyMemMode" -> queries.physicalMode();
            default -> queries.answer(packet);
        };
    }

    private String register(PacketText packet) throws Refusal {
        if (packet.take("g")) {
            return registers.readGeneral();
        }
        if (packet.take("G")) {
            registers.writeGeneral(packet.hexBytes());
            return "OK";
        }
        if (packet.take("p")) {
            return PacketText.hexWord(registers.read(packet.hexNumber()));
        }
        packet.expect("P");
        long number = packet.hexNumber();
        packet.expect("=");
        registers.write(number, GdbRegisters.word(packet.hexBytes(), 0));
        return "OK";
    }

    private String memory(PacketText packet) throws Refusal {
        if (packet.take("m")) {
            return memory.read(packet);
        }
        boolean hexadecimal = packet.take("M");
        if (!hexadecimal) {
            packet.expect("X");
        }
        memory.write(packet, hexadecimal);
        return "OK";
    }

    private String other(PacketText packet) throws Refusal {
        if (packet.take("?")) {
            return lastStop;
        }
        if (packet.take("H")) {
            packet.take("g");
            packet.take("c");
            return known(packet.thread());
        }
        if (packet.take("T")) {
            return known(packet.thread());
        }
        if (packet.take("Z")) {
            return breakpoints.insert(packet);
        }
        return packet.take("z") ? breakpoints.remove(packet) : "";
    }

    private static String known(int thread) throws Refusal {
        if (thread < -1 || thread > 1) {
            throw new Refusal(Refusal.INVALID);
        }
        return "OK";
    }

    /** {@code c s C S D k}; the signal that GDB wants to deliver means nothing to a machine. */
    private String run(PacketText packet) throws Refusal {
        if (packet.take("D")) {
            next = Next.DETACH;
            return "OK";
        }
        if (packet.take("k")) {
            next = Next.KILL;
            return null;
        }
        boolean step = packet.take("s") || packet.take("S");
        if (!step && packet.take("C") || step && !packet.atEnd()) {
            packet.upTo(';');
        } else {
            packet.take("c");
        }
        if (!packet.atEnd()) {
            registers.write(TargetDescription.PC, (int) packet.hexNumber());
        }
        next = step ? Next.STEP : Next.CONTINUE;
        return null;
    }

    private String verbose(PacketText packet) throws Refusal {
        if (packet.take("vCont?")) {
            return "vCont;c;C;s;S";
        }
        if (packet.take("vKill")) {
            next = Next.KILL;
            return "OK";
        }
        if (!packet.take("vCont;")) {
            return "";
        }
        while (!packet.atEnd()) {
            PacketText action = new PacketText(packet.upTo(';'));
            String verb = action.upTo(':');
            boolean concerns = action.atEnd() || known(action.thread()).equals("OK");
            if (concerns && next == Next.STAY) {
                next = vContAction(verb);
            }
        }
        if (next == Next.STAY) {
            throw new Refusal(Refusal.INVALID);
        }
        return null;
    }

    private static Next vContAction(String verb) throws Refusal {
        return switch (verb.isEmpty() ? ' ' : verb.charAt(0)) {
            case 'c', 'C' -> Next.CONTINUE;
            case 's', 'S' -> Next.STEP;
            default -> throw new Refusal(Refusal.INVALID);
        };
    }

    /** Shows text to the person at GDB. */
    void print(String text) {
        for (int at = 0; at < text.length(); at += CONSOLE_MAX) {
            connection.send("O" + PacketText.hex(
                    text.substring(at, Math.min(text.length(), at + CONSOLE_MAX))));
        }
    }

    /** Ctrl-C, or a connection, has stopped the guest. */
    void tellInterrupted() {
        tell(SIGINT);
    }

    private void tell(String stop) {
        lastStop = stop;
        connection.send(stop);
    }

    /**
     * Tells GDB why the machine has stopped.
     *
     * @return false when there was no reason after all, and the machine is to run on
     */
    boolean tellStop(StopReason reason) {
        if (reason instanceof StopReason.Watchpoint) {
            Hit hit = breakpoints.takeHit();
            if (hit == null) {
                return false;
            }
            String word = switch (hit.watchpoint().kind()) {
                case WRITE -> "watch";
                case READ -> "rwatch";
                case ACCESS -> "awatch";
            };
            registers.showBefore(hit.pc());
            tell(String.format("T05%s:%x;thread:1;", word, hit.address()));
        } else if (reason instanceof StopReason.Stuck stuck) {
            print(stuck.diagnosis() + "\n");
            tell(SIGABRT);
        } else {
            tell(SIGTRAP);
        }
        return true;
    }

    /** Tells GDB that there is no guest any more. */
    void tellEnd(StopReason reason) {
        if (reason instanceof StopReason.Exited exited) {
            connection.send(String.format("W%02x", exited.code() & 0xff));
        } else if (reason instanceof StopReason.ResetRequested) {
            connection.send("W00");
        } else {
            connection.send("X09");
        }
    }

    /** The end of the guest that steps of the monitor led to, or null. */
    StopReason endedBySteps() {
        boolean end = endedBySteps instanceof StopReason.Exited
                || endedBySteps instanceof StopReason.ResetRequested;
        return end ? endedBySteps : null;
    }

    /** GDB has gone: nothing of it stays in the machine. */
    void leave() {
        breakpoints.clear();
    }
}
