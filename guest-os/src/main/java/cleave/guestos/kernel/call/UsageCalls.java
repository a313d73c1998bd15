package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Scheduler;
import cleave.guestos.kernel.process.Usage;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;
import cleave.magic.EntryPoint;

/** What processes have used: {@code getrusage} and {@code times}. */
final class UsageCalls {
    private static final int SELF = 0;
    private static final int CHILDREN = -1;
    private static final int THREAD = 1;
    private static final int WORDS = 18;
    private static final int TICKS_PER_SECOND = 100;
    private static final int KIBIBYTES_PER_PAGE = 4;
    private static final int MICROSECONDS_PER_SECOND = 1_000_000;

    private static final int[] BUFFER = new int[WORDS];
    private static final Usage SUM = new Usage();

    private UsageCalls() {
    }

    /** Writes a {@code struct rusage}; 0 or {@code -EFAULT}. */
    static int write(Usage usage, int to) {
        int[] words = BUFFER;
        time(words, 0, usage.user());
        time(words, 2, usage.system);
        words[4] = usage.maxResident * KIBIBYTES_PER_PAGE;
        for (int i = 5; i < WORDS; i++) {
            words[i] = 0;
        }
        words[8] = usage.minorFaults;
        words[9] = usage.majorFaults;
        words[16] = usage.voluntarySwitches;
        words[17] = usage.involuntarySwitches;
        return UserMemory.copyOut(to, Address.of(words), WORDS * Integer.BYTES);
    }

    private static void time(int[] words, int at, long ticks) {
        int perSecond = Clock.frequency();
        long seconds = ticks / perSecond;
        int rest = (int) (ticks - seconds * perSecond);
        words[at] = (int) seconds;
        words[at + 1] = (int) ((long) rest * MICROSECONDS_PER_SECOND / perSecond);
    }

    @EntryPoint("sys_getrusage")
    static int usage(int who, int to) {
        Process self = Process.current();
        if (who != SELF && who != CHILDREN && who != THREAD) {
            return -Errno.EINVAL;
        }
        if (who == CHILDREN) {
            return write(self.leader.childUsage, to);
        }
        Scheduler.chargeCurrent();
        self.usage.maxResident = Math.max(self.usage.maxResident,
                self.space.residentMax());
        if (who == THREAD) {
            return write(self.usage, to);
        }
        SUM.clear();
        SUM.addAll(self);
        return write(SUM, to);
    }

    @EntryPoint("sys_times")
    static int times(int to) {
        Process self = Process.current();
        Scheduler.chargeCurrent();
        if (to != 0) {
            int[] words = BUFFER;
            long user = Usage.userOf(self);
            words[0] = clockTicks(user);
            words[1] = clockTicks(Usage.runningOf(self) - user);
            words[2] = clockTicks(self.leader.childUsage.user());
            words[3] = clockTicks(self.leader.childUsage.system);
            int result = UserMemory.copyOut(to, Address.of(words), 4 * Integer.BYTES);
            if (result < 0) {
                return result;
            }
        }
        return clockTicks(Clock.ticks()) & Integer.MAX_VALUE;
    }

    private static int clockTicks(long ticks) {
        return (int) (ticks / (Clock.frequency() / TICKS_PER_SECOND));
    }
}
