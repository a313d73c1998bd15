package cleave.tests.differential;

import java.util.ArrayList;
import java.util.List;

/**
 * A random program: chunks of code, and the state it starts in.
 *
 * @param number what outcomes call it
 * @param seed makes it again
 * @param chunks its code; each is at most {@link Layout#CHUNK} bytes
 * @param registers x0 to x31
 * @param csrs the values of {@link Setup#INITIAL}
 * @param pokes words of memory, mostly PTEs
 * @param mode the privilege mode it starts in
 * @param bodyStart where the code begins, in bytes from {@link Layout#CODE}
 * @param vectoredMachine whether {@code mtvec} is in vectored mode
 * @param vectoredSupervisor whether {@code stvec} is
 * @param supervisorAlias whether S-mode runs at {@link Layout#SUPERVISOR_CODE}
 * @param paging whether {@code satp} translates at first
 */
record GuestProgram(int number, long seed, List<Chunk> chunks, int[] registers, int[] csrs,
        List<Poke> pokes, int mode, int bodyStart, boolean vectoredMachine,
        boolean vectoredSupervisor, boolean supervisorAlias, boolean paging) {

    /** A word of physical memory set before the program starts. */
    record Poke(int address, int value) {
    }

    /** The same program with other code, for shrinking. */
    GuestProgram withChunks(List<Chunk> others) {
        return new GuestProgram(number, seed, List.copyOf(others), registers, csrs, pokes, mode,
                bodyStart, vectoredMachine, vectoredSupervisor, supervisorAlias, paging);
    }

    GuestProgram withNumber(int other) {
        return new GuestProgram(other, seed, chunks, registers, csrs, pokes, mode, bodyStart,
                vectoredMachine, vectoredSupervisor, supervisorAlias, paging);
    }

    /** Without the chunks from {@code from} to {@code to}, exclusive. */
    GuestProgram without(int from, int to) {
        List<Chunk> fewer = new ArrayList<>(chunks.subList(0, from));
        fewer.addAll(chunks.subList(to, chunks.size()));
        return withChunks(fewer);
    }
}
