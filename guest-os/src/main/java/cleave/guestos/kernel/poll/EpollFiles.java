package cleave.guestos.kernel.poll;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.kernel.file.OpenFile;

/** What the calls ask of an epoll, by the open file that it is. */
public final class EpollFiles {
    private EpollFiles() {
    }

    /** A descriptor of a new one, or an error. */
    public static int create(int flags) {
        return Epoll.create(flags);
    }

    /** Adds, changes or removes a file. */
    public static int control(OpenFile file, int operation, int descriptor, OpenFile other,
            int events, long data) {
        if (other.operations.poll == null) {
            return -Errno.EPERM;
        }
        Epoll epoll = Epoll.of(file);
        if (epoll == null || file == other) {
            return -Errno.EINVAL;
        }
        return switch (operation) {
            case PollEvents.EPOLL_CTL_ADD -> epoll.add(descriptor, other, events, data);
            case PollEvents.EPOLL_CTL_MOD -> epoll.modify(descriptor, other, events, data);
            case PollEvents.EPOLL_CTL_DEL -> epoll.remove(descriptor, other);
            default -> -Errno.EINVAL;
        };
    }

    /** Waits for events. */
    public static int await(OpenFile file, int events, int most, long deadline) {
        Epoll epoll = Epoll.of(file);
        return epoll == null ? -Errno.EINVAL : epoll.waitFor(events, most, deadline);
    }
}
