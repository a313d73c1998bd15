package cleave.guestos.kernel.poll;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.FileTable;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;

/** {@code select}: waits for descriptors in three sets of bits (select(2)). */
public final class Select {
    private static final int READ = PollEvents.POLLRDNORM | PollEvents.POLLIN | PollEvents.POLLHUP
            | PollEvents.POLLERR;
    private static final int WRITE = PollEvents.POLLWRNORM | PollEvents.POLLOUT
            | PollEvents.POLLERR;
    private static final int EXCEPTION = PollEvents.POLLPRI;
    private static final int SETS = 3;

    private Select() {
    }

    /**
     * Waits until one of the descriptors is ready, a signal comes, or it is time.
     *
     * @param count    one more than the greatest descriptor
     * @param reads    a set of the program's, 0 for none; so are the next two
     * @param deadline in ticks; the greatest number for none
     * @return bits that are set, or an error
     */
    public static int select(int count, int reads, int writes, int exceptions, long deadline) {
        if (count < 0) {
            return -Errno.EINVAL;
        }
        int bits = Math.min(count, FileTable.MAXIMUM);
        int bytes = (bits + Integer.SIZE - 1) / Integer.SIZE * Integer.BYTES;
        // The sets that were asked, and behind them those of the answer.
        Room room = Room.take(2 * SETS * bytes);
        if (room == null) {
            return -Errno.ENOMEM;
        }
        int result = copyIn(room.address, reads, bytes)
                | copyIn(room.address.plus(bytes), writes, bytes)
                | copyIn(room.address.plus(2 * bytes), exceptions, bytes);
        if (result == 0) {
            result = wait(room.address, bits, bytes, deadline);
        }
        if (result >= 0) {
            Address answer = room.address.plus(SETS * bytes);
            int copied = copyOut(reads, answer, bytes)
                    | copyOut(writes, answer.plus(bytes), bytes)
                    | copyOut(exceptions, answer.plus(2 * bytes), bytes);
            result = copied != 0 ? copied : result;
        }
        room.free();
        return result;
    }

    private static int copyIn(Address to, int from, int bytes) {
        if (from == 0) {
            for (int i = 0; i < bytes; i += Integer.BYTES) {
                to.storeInt(i, 0);
            }
            return 0;
        }
        return UserMemory.copyIn(to, from, bytes);
    }

    private static int copyOut(int to, Address from, int bytes) {
        return to == 0 ? 0 : UserMemory.copyOut(to, from, bytes);
    }

    private static int wait(Address sets, int bits, int bytes, long deadline) {
        Poller poller = Poller.make();
        if (poller == null) {
            return -Errno.ENOMEM;
        }
        int result = 0;
        int ready = 0;
        while (result == 0 && ready == 0) {
            for (int i = 0; i < SETS * bytes; i += Integer.BYTES) {
                sets.storeInt(SETS * bytes + i, 0);
            }
            ready = look(poller, sets, bits, bytes);
            poller.watchOn();
            if (ready < 0) {
                result = ready;
            } else if (poller.isOutOfMemory()) {
                result = -Errno.ENOMEM;
            } else if (ready == 0) {
                if (Clock.ticks() >= deadline) {
                    break;
                }
                result = poller.sleep(deadline);
            }
        }
        poller.free();
        return ready > 0 ? ready : result == Errors.RESTART ? Errors.RESTART_UNLESS_HANDLED
                : result;
    }

    private static int look(Poller poller, Address sets, int bits, int bytes) {
        int ready = 0;
        for (int word = 0; word < bytes; word += Integer.BYTES) {
            int wanted = sets.loadInt(word) | sets.loadInt(bytes + word)
                    | sets.loadInt(2 * bytes + word);
            while (wanted != 0) {
                int bit = Integer.numberOfTrailingZeros(wanted);
                wanted &= wanted - 1;
                int descriptor = word * Byte.SIZE + bit;
                if (descriptor >= bits) {
                    return ready;
                }
                OpenFile file = Process.current().files.opened(descriptor);
                if (file == null) {
                    return -Errno.EBADF;
                }
                int happened = poller.ask(file);
                Address at = sets.plus(word);
                ready += answer(at, bytes, bit, happened, READ)
                        + answer(at.plus(bytes), bytes, bit, happened, WRITE)
                        + answer(at.plus(2 * bytes), bytes, bit, happened, EXCEPTION);
            }
        }
        return ready;
    }

    /** 1 if the bit was asked for, and is set in the answer. */
    private static int answer(Address asked, int bytes, int bit, int happened, int wanted) {
        if ((asked.loadInt(0) & 1 << bit) == 0 || (happened & wanted) == 0) {
            return 0;
        }
        asked.storeInt(SETS * bytes, asked.loadInt(SETS * bytes) | 1 << bit);
        return 1;
    }
}
