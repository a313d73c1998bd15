package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.EntryPoint;
import cleave.magic.Struct;

/** {@code prctl} and {@code personality}. */
final class ProcessControlCalls {
    private static final int SET_PDEATHSIG = 1;
    private static final int GET_PDEATHSIG = 2;
    private static final int GET_DUMPABLE = 3;
    private static final int SET_DUMPABLE = 4;
    private static final int GET_KEEPCAPS = 7;
    private static final int GET_TIMING = 13;
    private static final int SET_TIMING = 14;
    private static final int SET_NAME = 15;
    private static final int GET_NAME = 16;
    private static final int GET_SECCOMP = 21;
    private static final int CAPBSET_READ = 23;
    private static final int CAPBSET_DROP = 24;
    private static final int SET_TIMERSLACK = 29;
    private static final int GET_TIMERSLACK = 30;
    private static final int SET_CHILD_SUBREAPER = 36;
    private static final int GET_CHILD_SUBREAPER = 37;
    private static final int SET_NO_NEW_PRIVS = 38;
    private static final int GET_NO_NEW_PRIVS = 39;
    private static final int GET_TID_ADDRESS = 40;

    private static final int CAPABILITIES = 41;
    private static final int TIMER_SLACK_NANOSECONDS = 50_000;
    private static final int PERSONALITY_QUERY = -1;
    private static final byte[] NAME = new byte[Process.NAME_SIZE];

    private ProcessControlCalls() {
    }

    @EntryPoint("sys_prctl")
    static int control(int option, int second, int third, int fourth, int fifth) {
        Process self = Process.current();
        return switch (option) {
            case SET_PDEATHSIG -> setParentDeathSignal(self, second);
            case GET_PDEATHSIG -> UserMemory.writeInt(second, self.parentDeathSignal);
            case GET_DUMPABLE -> self.leader.is(Process.NOT_DUMPABLE) ? 0 : 1;
            case SET_DUMPABLE -> Integer.compareUnsigned(second, 1) > 0 ? -Errno.EINVAL
                    : set(self.leader, Process.NOT_DUMPABLE, second == 0);
            case GET_KEEPCAPS, GET_TIMING, GET_SECCOMP -> 0;
            case SET_TIMING -> second == 0 ? 0 : -Errno.EINVAL;
            case SET_NAME -> setName(self, second);
            case GET_NAME -> UserMemory.copyOut(second, Struct.addressOf(self, "name"),
                    Process.NAME_SIZE);
            case CAPBSET_READ -> hasBound(self.credentials, second);
            case CAPBSET_DROP -> dropBound(second);
            case SET_TIMERSLACK -> 0;
            case GET_TIMERSLACK -> TIMER_SLACK_NANOSECONDS;
            case SET_CHILD_SUBREAPER -> set(self.leader, Process.SUBREAPER, second != 0);
            case GET_CHILD_SUBREAPER ->
                    UserMemory.writeInt(second, self.leader.is(Process.SUBREAPER) ? 1 : 0);
            case SET_NO_NEW_PRIVS -> second == 1 && third == 0 && fourth == 0 && fifth == 0
                    ? set(self, Process.NO_NEW_PRIVILEGES, true) : -Errno.EINVAL;
            case GET_NO_NEW_PRIVS -> second == 0 && third == 0 && fourth == 0 && fifth == 0
                    ? self.is(Process.NO_NEW_PRIVILEGES) ? 1 : 0 : -Errno.EINVAL;
            case GET_TID_ADDRESS -> UserMemory.writeInt(second, self.clearAtExit);
            default -> -Errno.EINVAL;
        };
    }

    private static int set(Process process, int flag, boolean on) {
        process.flags = on ? process.flags | flag : process.flags & ~flag;
        return 0;
    }

    private static int setParentDeathSignal(Process self, int signal) {
        if (Integer.compareUnsigned(signal, Signal.MAX) > 0) {
            return -Errno.EINVAL;
        }
        self.parentDeathSignal = signal;
        return 0;
    }

    private static int setName(Process self, int from) {
        int result = UserMemory.copyString(Address.of(NAME), from, Process.NAME_SIZE);
        if (result < 0 && result != -Errno.ENAMETOOLONG) {
            return result;
        }
        NAME[Process.NAME_SIZE - 1] = 0;
        self.setName(Address.of(NAME));
        return 0;
    }

    private static int hasBound(Credentials who, int capability) {
        if (Integer.compareUnsigned(capability, CAPABILITIES) >= 0) {
            return -Errno.EINVAL;
        }
        int word = capability < Integer.SIZE ? who.boundingLow : who.boundingHigh;
        return word >>> capability & 1;
    }

    private static int dropBound(int capability) {
        if (!Process.current().credentials.isRoot()) {
            return -Errno.EPERM;
        }
        if (Integer.compareUnsigned(capability, CAPABILITIES) >= 0) {
            return -Errno.EINVAL;
        }
        Credentials own = Credentials.own();
        if (own == null) {
            return -Errno.ENOMEM;
        }
        if (capability < Integer.SIZE) {
            own.boundingLow &= ~(1 << capability);
        } else {
            own.boundingHigh &= ~(1 << capability);
        }
        return 0;
    }

    @EntryPoint("sys_personality")
    static int personality(int wanted) {
        Process self = Process.current();
        int former = self.personality;
        if (wanted != PERSONALITY_QUERY) {
            self.personality = wanted;
        }
        return former;
    }
}
