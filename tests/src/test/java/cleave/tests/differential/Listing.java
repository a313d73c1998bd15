package cleave.tests.differential;

/** A program for people. */
final class Listing {
    private Listing() {
    }

    static String of(GuestProgram program) {
        StringBuilder text = new StringBuilder();
        text.append(String.format("starts in mode %d, %s, machine traps %s, supervisor traps %s%n",
                program.mode(), program.paging() ? "Sv32" : "bare",
                program.vectoredMachine() ? "vectored" : "direct",
                program.vectoredSupervisor() ? "vectored" : "direct"));
        for (int i = 0; i < Setup.INITIAL.size(); i++) {
            text.append(String.format("  %s 0x%x", Setup.INITIAL.get(i).assemblyName(),
                    program.csrs()[i]));
        }
        text.append('\n');
        for (int i = 1; i < 32; i++) {
            text.append(String.format("  x%d 0x%x", i, program.registers()[i]));
        }
        text.append('\n');
        for (GuestProgram.Poke poke : program.pokes()) {
            text.append(String.format("  [0x%08x] = 0x%08x%n", poke.address(), poke.value()));
        }
        int address = Layout.CODE + program.bodyStart();
        for (Chunk chunk : program.chunks()) {
            text.append("  ").append(chunk.kind()).append(":\n").append(chunk.listing(address));
            address += Layout.CHUNK;
        }
        return text.toString();
    }
}
