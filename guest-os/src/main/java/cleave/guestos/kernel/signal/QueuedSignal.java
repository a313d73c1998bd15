package cleave.guestos.kernel.signal;

import cleave.guestos.kernel.memory.FailNth;
import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Struct;

/**
 * A signal on its way to a process: the head of a {@code siginfo_t}; what follows it is zeros. Some
 * that are not in use are kept for the next ones.
 */
final class QueuedSignal extends Struct {
    private static final int SPARE_MAX = 16;
    private static QueuedSignal spare;
    private static int spares;

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

    /** One to be filled; null when memory is full. */
    static QueuedSignal make(int signal, int code) {
        QueuedSignal made = spare;
        if (made == null) {
            made = new QueuedSignal();
            if (made == null) {
                return null;
            }
        } else {
            if (FailNth.fires()) {
                return null;
            }
            spare = made.next;
            spares--;
            made.next = null;
            made.fourth = 0;
            made.fifth = 0;
        }
        made.signal = signal;
        made.code = code;
        return made;
    }

    /** It has arrived, or is no longer wanted. */
    void free() {
        if (spares == SPARE_MAX) {
            Heap.free(this, Struct.sizeOf(QueuedSignal.class));
            return;
        }
        next = spare;
        spare = this;
        spares++;
    }

    /** Bytes of it that a program sees. */
    static int visible() {
        return Struct.offsetOf(QueuedSignal.class, "next");
    }
}
