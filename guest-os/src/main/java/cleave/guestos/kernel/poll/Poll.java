package cleave.guestos.kernel.poll;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.PollDescriptor;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Struct;

/** {@code poll}: waits for some of many descriptors (poll(2)). */
public final class Poll {
    private static final int ALWAYS = PollEvents.POLLERR | PollEvents.POLLHUP;

    private Poll() {
    }

    /**
     * Waits until one of the descriptors is ready, a signal comes, or it is time.
     *
     * @param list     {@code struct pollfd}s of the program
     * @param deadline in ticks; the greatest number for none
     * @return how many are ready, or an error
     */
    public static int poll(int list, int count, long deadline) {
        Room room = Room.take(count * Struct.sizeOf(PollDescriptor.class));
        if (room == null) {
            return -Errno.ENOMEM;
        }
        int result = UserMemory.copyIn(room.address, list, room.bytes);
        if (result == 0) {
            result = wait(room, count, deadline);
        }
        if (result >= 0) {
            int copied = tell(room, list, count);
            result = copied != 0 ? copied : result;
        }
        room.free();
        return result;
    }

    /** Only the answers are written. */
    private static int tell(Room room, int list, int count) {
        int size = Struct.sizeOf(PollDescriptor.class);
        int at = Struct.offsetOf(PollDescriptor.class, "happened");
        for (int i = 0; i < count; i++) {
            int result = UserMemory.copyOut(list + i * size + at,
                    room.address.plus(i * size + at), Short.BYTES);
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    private static int wait(Room room, int count, long deadline) {
        Poller poller = Poller.make();
        if (poller == null) {
            return -Errno.ENOMEM;
        }
        int result = 0;
        int ready = 0;
        while (result == 0 && ready == 0) {
            ready = look(poller, room, count);
            poller.watchOn();
            if (poller.isOutOfMemory()) {
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

    private static int look(Poller poller, Room room, int count) {
        int ready = 0;
        PollDescriptor asked = Struct.at(room.address, PollDescriptor.class);
        for (int i = 0; i < count; i++) {
            PollDescriptor one = Struct.element(asked, i);
            int happened = 0;
            if (one.descriptor >= 0) {
                OpenFile file = Process.current().files.opened(one.descriptor);
                happened = file == null ? PollEvents.POLLNVAL
                        : poller.ask(file) & (one.events | ALWAYS);
            }
            one.happened = (short) happened;
            ready += happened != 0 ? 1 : 0;
        }
        return ready;
    }
}
