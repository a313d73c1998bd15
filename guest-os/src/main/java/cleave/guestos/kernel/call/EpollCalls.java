package cleave.guestos.kernel.call;

import cleave.guestos.abi.EpollEvent;
import cleave.guestos.abi.Errno;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.poll.EpollFiles;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.EntryPoint;
import cleave.magic.Struct;

/** {@code epoll_create1}, {@code epoll_ctl}, {@code epoll_pwait} and {@code epoll_pwait2}. */
final class EpollCalls {
    private static final int EVENTS_MAX = Integer.MAX_VALUE / 16;

    private EpollCalls() {
    }

    @EntryPoint("sys_epoll_create1")
    static int create(int flags) {
        return EpollFiles.create(flags);
    }

    @EntryPoint("sys_epoll_ctl")
    static int control(int epoll, int operation, int descriptor, int event) {
        int events = 0;
        long data = 0;
        if (operation != PollEvents.EPOLL_CTL_DEL) {
            int result = UserMemory.readInt(event);
            events = UserMemory.word();
            int at = event + Struct.offsetOf(EpollEvent.class, "data");
            result |= UserMemory.readInt(at);
            data = UserMemory.word() & 0xffff_ffffL;
            result |= UserMemory.readInt(at + Integer.BYTES);
            data |= (long) UserMemory.word() << Integer.SIZE;
            if (result != 0) {
                return -Errno.EFAULT;
            }
        }
        OpenFile file = Process.current().files.opened(epoll);
        OpenFile other = Process.current().files.opened(descriptor);
        if (file == null || other == null) {
            return -Errno.EBADF;
        }
        return EpollFiles.control(file, operation, descriptor, other, events, data);
    }

    @EntryPoint("sys_epoll_pwait")
    static int await(int epoll, int events, int most, int milliseconds, int mask, int maskBytes) {
        long deadline = milliseconds < 0 ? UserTime.NEVER
                : Clock.ticks() + Clock.ticksOfMilliseconds(milliseconds);
        return await(epoll, events, most, deadline, mask, maskBytes);
    }

    @EntryPoint("sys_epoll_pwait2")
    static int awaitTime(int epoll, int events, int most, int timeout, int mask, int maskBytes) {
        long deadline = PollCalls.deadline(timeout);
        return deadline < 0 ? (int) deadline
                : await(epoll, events, most, deadline, mask, maskBytes);
    }

    private static int await(int epoll, int events, int most, long deadline, int mask,
            int maskBytes) {
        int result = PollCalls.takeMask(mask, maskBytes);
        if (result != 0) {
            return result;
        }
        if (most <= 0 || most > EVENTS_MAX) {
            return -Errno.EINVAL;
        }
        if (!UserMemory.isUser(events, most * Struct.sizeOf(EpollEvent.class))) {
            return -Errno.EFAULT;
        }
        OpenFile file = Process.current().files.opened(epoll);
        if (file == null) {
            return -Errno.EBADF;
        }
        file.retain();
        result = EpollFiles.await(file, events, most, deadline);
        file.release();
        return result;
    }
}
