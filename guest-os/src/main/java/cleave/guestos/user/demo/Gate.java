package cleave.guestos.user.demo;

import cleave.guestos.abi.PollDescriptor;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Heap;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * Where one process waits for another: a pipe. {@link #open} lets one waiter pass, even if it comes
 * later.
 */
final class Gate extends Struct {
    int reading;
    int writing;

    static Gate make() {
        Gate gate = new Gate();
        Files.pipe();
        gate.reading = Files.readEnd();
        gate.writing = Files.writeEnd();
        return gate;
    }

    /** Waits until it is opened; false when nobody is left who could. */
    boolean pass() {
        byte[] token = new byte[1];
        boolean passed = Files.read(reading, Address.of(token), 1) == 1;
        Heap.free(token);
        return passed;
    }

    /** Whether it is opened within so many milliseconds. */
    boolean isOpen(int milliseconds) {
        PollDescriptor poll = new PollDescriptor();
        poll.descriptor = reading;
        poll.events = PollEvents.POLLIN;
        boolean ready = Files.poll(poll, 1, milliseconds) == 1;
        Heap.free(poll);
        return ready;
    }

    void open() {
        Files.write(writing, "x");
    }

    /** This process will open it no more. */
    void leave() {
        Files.close(writing);
    }
}
