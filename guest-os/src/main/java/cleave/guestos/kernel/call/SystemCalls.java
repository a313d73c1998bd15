package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.SystemInfo;
import cleave.guestos.abi.SystemName;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.SystemNames;
import cleave.guestos.kernel.device.RandomNumbers;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.guestos.kernel.process.Scheduler;
import cleave.guestos.kernel.time.Clock;
import cleave.guestos.kernel.time.LoadAverage;
import cleave.magic.Address;
import cleave.magic.EntryPoint;
import cleave.magic.Struct;

/** What a program asks of the system as a whole: names, numbers, random bytes, messages. */
final class SystemCalls {
    private static final int RANDOM_FLAGS = 7;
    private static final int RANDOM_MAX = 0x1ff_ffff;
    /** Load averages of {@code sysinfo} have 16 bits behind the point, the kernel's 11. */
    private static final int LOAD_SHIFT = 5;

    private static final int LOG_READ = 2;
    private static final int LOG_READ_ALL = 3;
    private static final int LOG_READ_CLEAR = 4;
    private static final int LOG_CLEAR = 5;
    private static final int LOG_CONSOLE_OFF = 6;
    private static final int LOG_CONSOLE_ON = 7;
    private static final int LOG_CONSOLE_LEVEL = 8;
    private static final int LOG_UNREAD = 9;
    private static final int LOG_SIZE = 10;

    /** Where reading of messages goes on, and what was cleared, in bytes ever written. */
    private static int logRead;
    private static int logCleared;

    private SystemCalls() {
    }

    @EntryPoint("sys_uname")
    static int uname(int to) {
        return UserMemory.copyOut(to, Address.of(SystemNames.NAMES),
                Struct.sizeOf(SystemName.class));
    }

    @EntryPoint("sys_sethostname")
    static int setHostName(int from, int length) {
        return setName(Address.of(SystemNames.NAMES.node), from, length);
    }

    @EntryPoint("sys_setdomainname")
    static int setDomainName(int from, int length) {
        return setName(Address.of(SystemNames.NAMES.domain), from, length);
    }

    private static int setName(Address name, int from, int length) {
        if (Process.current().credentials.euid != 0) {
            return -Errno.EPERM;
        }
        if (Integer.compareUnsigned(length, SystemNames.HOST_MAX) > 0) {
            return -Errno.EINVAL;
        }
        Address text = Heap.allocate(SystemName.LENGTH);
        if (text.isNull()) {
            return -Errno.ENOMEM;
        }
        int result = UserMemory.copyIn(text, from, length);
        if (result == 0) {
            SystemNames.set(name, text, length);
        }
        Heap.free(text, SystemName.LENGTH);
        return result;
    }

    @EntryPoint("sys_sysinfo")
    static int information(int to) {
        SystemInfo information = new SystemInfo();
        if (information == null) {
            return -Errno.ENOMEM;
        }
        LoadAverage.sample(Scheduler.runnable() - 1 + Scheduler.uninterruptible());
        information.uptime = (int) (Clock.ticks() / Clock.frequency());
        for (int i = 0; i < 3; i++) {
            information.loads[i] = LoadAverage.of(i) << LOAD_SHIFT;
        }
        information.totalMemory = Frames.total() << Pte.PAGE_SHIFT;
        information.freeMemory = Frames.free() << Pte.PAGE_SHIFT;
        information.processes = (short) Processes.count();
        information.unit = 1;
        int result = UserMemory.copyOut(to, Address.of(information),
                Struct.sizeOf(SystemInfo.class));
        Heap.free(information, Struct.sizeOf(SystemInfo.class));
        return result;
    }

    @EntryPoint("sys_getcpu")
    static int hart(int hart, int node, int cache) {
        int result = hart == 0 ? 0 : UserMemory.writeInt(hart, 0);
        return result != 0 || node == 0 ? result : UserMemory.writeInt(node, 0);
    }

    /** Never waits: random numbers are there from the start. */
    @EntryPoint("sys_getrandom")
    static int random(int to, int bytes, int flags) {
        // GRND_RANDOM and GRND_INSECURE exclude each other.
        if ((flags & ~RANDOM_FLAGS) != 0 || (flags & 6) == 6) {
            return -Errno.EINVAL;
        }
        int wanted = Integer.compareUnsigned(bytes, RANDOM_MAX) > 0 ? RANDOM_MAX : bytes;
        Frame frame = Frames.allocate();
        if (frame == null) {
            return -Errno.ENOMEM;
        }
        int done = 0;
        int result = 0;
        while (result == 0 && done < wanted) {
            int part = Math.min(wanted - done, Pte.PAGE_SIZE);
            RandomNumbers.fill(frame.address(), part);
            result = UserMemory.copyOut(to + done, frame.address(), part);
            done += result == 0 ? part : 0;
        }
        Frames.release(frame);
        return done > 0 || result == 0 ? done : result;
    }

    @EntryPoint("sys_syslog")
    static int messages(int action, int to, int length) {
        boolean harmless = action == LOG_READ_ALL || action == LOG_SIZE;
        if (!harmless && Process.current().credentials.euid != 0) {
            return -Errno.EPERM;
        }
        switch (action) {
            case LOG_READ, LOG_READ_ALL, LOG_READ_CLEAR -> {
                if (to == 0 || length < 0) {
                    return -Errno.EINVAL;
                }
                return readMessages(action, to, length);
            }
            case LOG_CLEAR -> {
                logCleared = Log.written();
                return 0;
            }
            case LOG_CONSOLE_OFF -> {
                Log.setQuiet(true);
                return 0;
            }
            case LOG_CONSOLE_ON -> {
                Log.setQuiet(false);
                return 0;
            }
            case LOG_CONSOLE_LEVEL -> {
                if (length < 1 || length > 8) {
                    return -Errno.EINVAL;
                }
                Log.setQuiet(length == 1);
                return 0;
            }
            case LOG_UNREAD -> {
                return Log.written() - Math.max(logRead, Log.written() - Log.SIZE);
            }
            case LOG_SIZE -> {
                return Log.SIZE;
            }
            default -> {
                // Opening and closing the log mean nothing.
                return action == 0 || action == 1 ? 0 : -Errno.EINVAL;
            }
        }
    }

    private static int readMessages(int action, int to, int length) {
        int oldest = Math.max(0, Log.written() - Log.SIZE);
        int from = action == LOG_READ ? Math.max(oldest, logRead)
                : Math.max(Math.max(oldest, logCleared), Log.written() - length);
        int bytes = Math.min(length, Log.written() - from);
        for (int i = 0; i < bytes; i++) {
            int result = UserMemory.writeByte(to + i, Log.at(from + i));
            if (result != 0) {
                return result;
            }
        }
        if (action == LOG_READ) {
            logRead = from + bytes;
        } else if (action == LOG_READ_CLEAR) {
            logCleared = Log.written();
        }
        return bytes;
    }
}
