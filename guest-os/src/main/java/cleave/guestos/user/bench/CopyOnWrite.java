package cleave.guestos.user.bench;

import cleave.guestos.libc.FileCalls;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/**
 * What a page costs: touched for the first time, copied by the first of two owners that writes to
 * it, and taken back by the last.
 */
final class CopyOnWrite {
    private static final int ROUNDS = 5;
    /** As many as the pages that are dirtied in turn. */
    private static final int[] COUNTS = {16, 256, 1024};
    private static final String[] NAMES = {"cow-fault-16", "cow-fault", "cow-fault-1024"};
    private static final int PAGES = 256;
    private static final long[] RESULT = new long[2];

    private CopyOnWrite() {
    }

    static void run() {
        firstTouch();
        for (int i = 0; i < COUNTS.length; i++) {
            Address memory = Pages.map(COUNTS[i]);
            Pages.write(memory, COUNTS[i]);
            Meter.reset();
            for (int round = 0; round < ROUNDS; round++) {
                inChild(memory, COUNTS[i]);
            }
            Meter.report(NAMES[i], COUNTS[i]);
            Pages.unmap(memory, COUNTS[i]);
        }
        reuse();
    }

    /** So many faults, by children that dirty up to 1,024 pages each; the sum of them all. */
    static void faults(int faults) {
        int most = COUNTS[COUNTS.length - 1];
        Address memory = Pages.map(most);
        Pages.write(memory, most);
        long instructions = 0;
        long cycles = 0;
        Meter.reset();
        for (int left = faults; left > 0; left -= most) {
            inChild(memory, Math.min(left, most));
            instructions += RESULT[0];
            cycles += RESULT[1];
        }
        Meter.reset();
        Meter.keep(instructions, cycles);
        Meter.report("cow-fault", faults);
        Pages.unmap(memory, most);
    }

    private static void firstTouch() {
        Meter.reset();
        for (int round = 0; round < ROUNDS; round++) {
            Address memory = Pages.map(PAGES);
            Meter.start();
            Pages.write(memory, PAGES);
            Meter.stop();
            Pages.unmap(memory, PAGES);
        }
        Meter.report("first-touch", PAGES);
        Meter.reset();
        for (int round = 0; round < ROUNDS; round++) {
            Address memory = Pages.map(PAGES);
            Meter.start();
            Pages.read(memory, PAGES);
            Meter.stop();
            Pages.unmap(memory, PAGES);
        }
        Meter.report("first-read", PAGES);
    }

    /** A child dirties all pages, and tells through a pipe what that has cost. */
    private static void inChild(Address memory, int pages) {
        Files.pipe();
        int reading = Files.readEnd();
        int writing = Files.writeEnd();
        int child = Processes.fork();
        if (child == 0) {
            Meter.start();
            Meter.stop();
            Meter.start();
            Pages.write(memory, pages);
            Meter.stop();
            RESULT[0] = Meter.instructions();
            RESULT[1] = Meter.cycles();
            FileCalls.write(writing, Address.of(RESULT), 16);
            Program.exitNow(0);
        }
        FileCalls.read(reading, Address.of(RESULT), 16);
        Meter.keep(RESULT[0], RESULT[1]);
        Wait.waitpid(child, 0);
        Files.close(reading);
        Files.close(writing);
    }

    /** The child has ended: the parent is alone with its frames, and marked read-only by fork. */
    private static void reuse() {
        Address memory = Pages.map(PAGES);
        Pages.write(memory, PAGES);
        Meter.reset();
        for (int round = 0; round < ROUNDS; round++) {
            int child = Processes.fork();
            if (child == 0) {
                Program.exitNow(0);
            }
            Wait.waitpid(child, 0);
            Meter.start();
            Pages.write(memory, PAGES);
            Meter.stop();
        }
        Meter.report("reuse-fault", PAGES);
        Pages.unmap(memory, PAGES);
    }
}
