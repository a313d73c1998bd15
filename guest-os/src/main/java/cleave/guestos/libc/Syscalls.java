package cleave.guestos.libc;

import cleave.guestos.abi.SyscallNumber;
import cleave.magic.Address;
import cleave.magic.Rv;

/**
 * System calls as they are: each method is one {@code ecall}, with the arguments in the kernel's
 * order; the result is the kernel's, at least zero or {@code -errno}. Names are Linux's in camel
 * case, without a 64 at the end. What most programs want is one step up: {@link Files},
 * {@link Processes} and the rest keep the error in {@link Errors#errno} and return -1.
 */
public final class Syscalls {
    private Syscalls() {
    }

    public static int exitGroup(int code) {
        return Rv.ecall(SyscallNumber.EXIT_GROUP, code);
    }

    public static int waitid(int kind, int id, Address information, int options, Address usage) {
        return Rv.ecall(SyscallNumber.WAITID, kind, id, information.bits(), options, usage.bits());
    }

    public static int getitimer(int which, Address value) {
        return Rv.ecall(SyscallNumber.GETITIMER, which, value.bits());
    }

    public static int setitimer(int which, Address value, Address old) {
        return Rv.ecall(SyscallNumber.SETITIMER, which, value.bits(), old.bits());
    }

    public static int syslog(int action, Address buffer, int size) {
        return Rv.ecall(SyscallNumber.SYSLOG, action, buffer.bits(), size);
    }

    public static int schedYield() {
        return Rv.ecall(SyscallNumber.SCHED_YIELD);
    }

    public static int schedSetscheduler(int process, int policy, Address parameters) {
        return Rv.ecall(SyscallNumber.SCHED_SETSCHEDULER, process, policy, parameters.bits());
    }

    public static int schedGetscheduler(int process) {
        return Rv.ecall(SyscallNumber.SCHED_GETSCHEDULER, process);
    }

    public static int schedGetparam(int process, Address parameters) {
        return Rv.ecall(SyscallNumber.SCHED_GETPARAM, process, parameters.bits());
    }

    public static int schedSetaffinity(int process, int size, Address mask) {
        return Rv.ecall(SyscallNumber.SCHED_SETAFFINITY, process, size, mask.bits());
    }

    public static int schedGetaffinity(int process, int size, Address mask) {
        return Rv.ecall(SyscallNumber.SCHED_GETAFFINITY, process, size, mask.bits());
    }

    public static int kill(int process, int signal) {
        return Rv.ecall(SyscallNumber.KILL, process, signal);
    }

    public static int tgkill(int process, int thread, int signal) {
        return Rv.ecall(SyscallNumber.TGKILL, process, thread, signal);
    }

    public static int sigaltstack(Address stack, Address old) {
        return Rv.ecall(SyscallNumber.SIGALTSTACK, stack.bits(), old.bits());
    }

    public static int rtSigsuspend(Address mask, int size) {
        return Rv.ecall(SyscallNumber.RT_SIGSUSPEND, mask.bits(), size);
    }

    public static int rtSigaction(int signal, Address action, Address old, int size) {
        return Rv.ecall(SyscallNumber.RT_SIGACTION, signal, action.bits(), old.bits(), size);
    }

    public static int rtSigprocmask(int how, Address set, Address old, int size) {
        return Rv.ecall(SyscallNumber.RT_SIGPROCMASK, how, set.bits(), old.bits(), size);
    }

    public static int rtSigpending(Address set, int size) {
        return Rv.ecall(SyscallNumber.RT_SIGPENDING, set.bits(), size);
    }

    public static int rtSigqueueinfo(int process, int signal, Address information) {
        return Rv.ecall(SyscallNumber.RT_SIGQUEUEINFO, process, signal, information.bits());
    }

    public static int rtSigtimedwait(Address set, Address information, Address timeout, int size) {
        return Rv.ecall(SyscallNumber.RT_SIGTIMEDWAIT_TIME64, set.bits(), information.bits(),
                timeout.bits(), size);
    }

    public static int setpriority(int which, int who, int priority) {
        return Rv.ecall(SyscallNumber.SETPRIORITY, which, who, priority);
    }

    public static int getpriority(int which, int who) {
        return Rv.ecall(SyscallNumber.GETPRIORITY, which, who);
    }

    public static int reboot(int magic, int magic2, int command, Address argument) {
        return Rv.ecall(SyscallNumber.REBOOT, magic, magic2, command, argument.bits());
    }

    public static int setregid(int real, int effective) {
        return Rv.ecall(SyscallNumber.SETREGID, real, effective);
    }

    public static int setreuid(int real, int effective) {
        return Rv.ecall(SyscallNumber.SETREUID, real, effective);
    }

    public static int setgid(int group) {
        return Rv.ecall(SyscallNumber.SETGID, group);
    }

    public static int setuid(int user) {
        return Rv.ecall(SyscallNumber.SETUID, user);
    }

    public static int setresuid(int real, int effective, int saved) {
        return Rv.ecall(SyscallNumber.SETRESUID, real, effective, saved);
    }

    public static int setresgid(int real, int effective, int saved) {
        return Rv.ecall(SyscallNumber.SETRESGID, real, effective, saved);
    }

    public static int getresuid(Address real, Address effective, Address saved) {
        return Rv.ecall(SyscallNumber.GETRESUID, real.bits(), effective.bits(), saved.bits());
    }

    public static int getresgid(Address real, Address effective, Address saved) {
        return Rv.ecall(SyscallNumber.GETRESGID, real.bits(), effective.bits(), saved.bits());
    }

    public static int times(Address buffer) {
        return Rv.ecall(SyscallNumber.TIMES, buffer.bits());
    }

    public static int setpgid(int process, int group) {
        return Rv.ecall(SyscallNumber.SETPGID, process, group);
    }

    public static int getpgid(int process) {
        return Rv.ecall(SyscallNumber.GETPGID, process);
    }

    public static int getsid(int process) {
        return Rv.ecall(SyscallNumber.GETSID, process);
    }

    public static int setsid() {
        return Rv.ecall(SyscallNumber.SETSID);
    }

    public static int getgroups(int size, Address list) {
        return Rv.ecall(SyscallNumber.GETGROUPS, size, list.bits());
    }

    public static int setgroups(int size, Address list) {
        return Rv.ecall(SyscallNumber.SETGROUPS, size, list.bits());
    }

    public static int uname(Address buffer) {
        return Rv.ecall(SyscallNumber.UNAME, buffer.bits());
    }

    public static int sethostname(Address name, int length) {
        return Rv.ecall(SyscallNumber.SETHOSTNAME, name.bits(), length);
    }

    public static int getrusage(int who, Address usage) {
        return Rv.ecall(SyscallNumber.GETRUSAGE, who, usage.bits());
    }

    public static int umask(int mask) {
        return Rv.ecall(SyscallNumber.UMASK, mask);
    }

    public static int prctl(int option, int argument2, int argument3, int argument4, int
            argument5) {
        return Rv.ecall(SyscallNumber.PRCTL, option, argument2, argument3, argument4, argument5);
    }

    public static int getpid() {
        return Rv.ecall(SyscallNumber.GETPID);
    }

    public static int getppid() {
        return Rv.ecall(SyscallNumber.GETPPID);
    }

    public static int getuid() {
        return Rv.ecall(SyscallNumber.GETUID);
    }

    public static int geteuid() {
        return Rv.ecall(SyscallNumber.GETEUID);
    }

    public static int getgid() {
        return Rv.ecall(SyscallNumber.GETGID);
    }

    public static int getegid() {
        return Rv.ecall(SyscallNumber.GETEGID);
    }

    public static int gettid() {
        return Rv.ecall(SyscallNumber.GETTID);
    }

    public static int sysinfo(Address buffer) {
        return Rv.ecall(SyscallNumber.SYSINFO, buffer.bits());
    }

    public static int brk(Address end) {
        return Rv.ecall(SyscallNumber.BRK, end.bits());
    }

    public static int munmap(Address address, int size) {
        return Rv.ecall(SyscallNumber.MUNMAP, address.bits(), size);
    }

    public static int mremap(Address address, int oldSize, int newSize, int flags, Address
            newAddress) {
        return Rv.ecall(SyscallNumber.MREMAP, address.bits(), oldSize, newSize, flags,
                newAddress.bits());
    }

    public static int clone(int flags, Address stack, Address parentTid, Address tls, Address
            childTid) {
        return Rv.ecall(SyscallNumber.CLONE, flags, stack.bits(), parentTid.bits(), tls.bits(),
                childTid.bits());
    }

    public static int execve(Address path, Address arguments, Address environment) {
        return Rv.ecall(SyscallNumber.EXECVE, path.bits(), arguments.bits(), environment.bits());
    }

    public static int execveat(int directory, Address path, Address arguments, Address
            environment, int flags) {
        return Rv.ecall(SyscallNumber.EXECVEAT, directory, path.bits(), arguments.bits(),
                environment.bits(), flags);
    }

    public static int mmap2(Address address, int size, int protection, int flags, int file, int
            pages) {
        return Rv.ecall(SyscallNumber.MMAP2, address.bits(), size, protection, flags, file, pages);
    }

    public static int mprotect(Address address, int size, int protection) {
        return Rv.ecall(SyscallNumber.MPROTECT, address.bits(), size, protection);
    }

    public static int mlockall(int flags) {
        return Rv.ecall(SyscallNumber.MLOCKALL, flags);
    }

    public static int msync(Address address, int size, int flags) {
        return Rv.ecall(SyscallNumber.MSYNC, address.bits(), size, flags);
    }

    public static int madvise(Address address, int size, int advice) {
        return Rv.ecall(SyscallNumber.MADVISE, address.bits(), size, advice);
    }

    public static int prlimit(int process, int resource, Address limits, Address old) {
        return Rv.ecall(SyscallNumber.PRLIMIT64, process, resource, limits.bits(), old.bits());
    }

    public static int getrandom(Address buffer, int size, int flags) {
        return Rv.ecall(SyscallNumber.GETRANDOM, buffer.bits(), size, flags);
    }

    public static int memfdCreate(Address name, int flags) {
        return Rv.ecall(SyscallNumber.MEMFD_CREATE, name.bits(), flags);
    }

    public static int clockGettime(int clock, Address time) {
        return Rv.ecall(SyscallNumber.CLOCK_GETTIME64, clock, time.bits());
    }

    public static int clockSettime(int clock, Address time) {
        return Rv.ecall(SyscallNumber.CLOCK_SETTIME64, clock, time.bits());
    }

    public static int clockGetres(int clock, Address resolution) {
        return Rv.ecall(SyscallNumber.CLOCK_GETRES_TIME64, clock, resolution.bits());
    }

    public static int clockNanosleep(int clock, int flags, Address request, Address rest) {
        return Rv.ecall(SyscallNumber.CLOCK_NANOSLEEP_TIME64, clock, flags, request.bits(),
                rest.bits());
    }

    public static int pidfdOpen(int process, int flags) {
        return Rv.ecall(SyscallNumber.PIDFD_OPEN, process, flags);
    }

    public static int pidfdSendSignal(int pidfd, int signal, Address information, int flags) {
        return Rv.ecall(SyscallNumber.PIDFD_SEND_SIGNAL, pidfd, signal, information.bits(), flags);
    }
}
