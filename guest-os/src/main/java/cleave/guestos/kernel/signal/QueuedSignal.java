package cleave.guestos.kernel.signal;

import cleave.magic.Struct;

/** A signal on its way to a process: the head of a {@code siginfo_t}; what follows it is zeros. */
final class QueuedSignal extends Struct {
    int signal;
    int error;
    int code;
    /** The sender, the child, an address or a timer. */
    int first;
    /** The user, or how often a timer has expired. */
    int second;
    /** A status or a value. */
    int third;
    int fourth;
    int fifth;
    QueuedSignal next;

    /** Bytes of it that a program sees. */
    static int visible() {
        return Struct.offsetOf(QueuedSignal.class, "next");
    }
}
