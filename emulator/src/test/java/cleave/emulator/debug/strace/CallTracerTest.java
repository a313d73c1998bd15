package cleave.emulator.debug.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.emulator.debug.Guest;
import cleave.emulator.hart.Hart;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import cleave.toolchain.linux.ProcessNote;
import cleave.toolchain.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** System calls of a program under a kernel of seven instructions. */
class CallTracerTest {
    private static final int HANDLER = Guest.START + 0x1000;
    private static final int PROCESS = Guest.START + 0x2000;
    private static final int OTHER_PROCESS = Guest.START + 0x2100;
    private static final int RESULT = Guest.START + 0x3000;
    private static final int DATA = Guest.START + 0x4000;
    private static final int ECALLS = 64;
    private static final int HANDLER_STEPS = 6;
    private static final ProcessNote LAYOUT = new ProcessNote(4, 8, 16);

    private final Guest guest = new Guest();
    private final StringBuilder out = new StringBuilder();
    private CallTracer tracer;
    private int free = DATA;

    private void start(Optional<ProcessNote> layout) {
        for (int i = 0; i < ECALLS; i++) {
            guest.add(Instruction.ECALL);
        }
        // The kernel: returns to behind the call with the result that the test has put into gp's.
        int[] handler = {
            Instruction.CSRRS.encode(5, 0, 0, Csr.SEPC.number()),
            Instruction.ADDI.encode(5, 5, 0, 4),
            Instruction.CSRRW.encode(0, 5, 0, Csr.SEPC.number()),
            Instruction.LUI.encode(5, 0, 0, RESULT),
            Instruction.LW.encode(10, 5, 0, 0),
            Instruction.SRET.encode(0, 0, 0, 0),
        };
        for (int i = 0; i < handler.length; i++) {
            guest.poke(HANDLER + 4 * i, handler[i]);
        }
        guest.openPmp().set(Csr.MEDELEG, 1 << 8).set(Csr.STVEC, HANDLER);
        process(PROCESS, 12, "sh");
        process(OTHER_PROCESS, 13, "cat");
        guest.set(Csr.SSCRATCH, PROCESS).mode(Hart.U);
        tracer = new CallTracer(guest.machine, layout, out);
        guest.hart.setTrapListener(tracer);
        guest.hart.setReturnListener(tracer);
    }

    private void process(int at, int pid, String name) {
        guest.poke(at + 4, pid);
        put(at + 8, name.getBytes(StandardCharsets.US_ASCII));
    }

    private void put(int address, byte[] bytes) {
        try {
            guest.machine.memory().load(address & 0xffff_ffffL, bytes, 0, bytes.length);
        } catch (RuntimeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Somewhere in memory. */
    private int data(byte[] bytes) {
        int address = free;
        put(address, bytes);
        free += bytes.length + 7 & ~3;
        return address;
    }

    private int string(String text) {
        return data((text + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    private int words(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            bytes.putInt(word);
        }
        return data(bytes.array());
    }

    private void enter(Syscall call, int... arguments) {
        guest.hart.setX(Register.A7.number(), call.number());
        for (int i = 0; i < arguments.length; i++) {
            guest.hart.setX(Register.A0.number() + i, arguments[i]);
        }
        guest.steps(1);
    }

    private void leave(int result) {
        guest.poke(RESULT, result);
        guest.steps(HANDLER_STEPS);
    }

    private String call(int result, Syscall call, int... arguments) {
        out.setLength(0);
        enter(call, arguments);
        leave(result);
        return out.toString().replaceFirst("^12 sh: ", "").strip();
    }

    @Test
    void argumentsAndResultsAreInWords() {
        start(Optional.of(LAYOUT));
        assertEquals("openat(AT_FDCWD, \"/etc/pass\\twd\", O_WRONLY|O_CREAT|O_TRUNC, 0644) = 3",
                call(3, Syscall.OPENAT, -100, string("/etc/pass\twd"), 0x241, 0644));
        assertEquals("openat(AT_FDCWD, \"/none\", O_RDONLY|O_CLOEXEC) = -1 ENOENT",
                call(-2, Syscall.OPENAT, -100, string("/none"), 0x8_0000, 0));
        assertEquals("write(1, \"hello\\n\", 6) = 6",
                call(6, Syscall.WRITE, 1, string("hello\nrest"), 6));
        assertEquals("write(1, \"" + "x".repeat(32) + "\"..., 40) = 40",
                call(40, Syscall.WRITE, 1, string("x".repeat(50)), 40));
        assertEquals("read(0, \"ab\\0\\1\\377\", 100) = 5",
                call(5, Syscall.READ, 0, string("ab\0\1\u00ff"), 100));
        assertEquals("kill(-1, SIGTERM) = 0", call(0, Syscall.KILL, -1, 15));
        assertEquals("brk(NULL) = 0x20000", call(0x2_0000, Syscall.BRK, 0));
        assertEquals("mmap2(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = "
                + "0x40000000", call(0x4000_0000, Syscall.MMAP2, 0, 4096, 3, 0x22, -1, 0));
        assertEquals("clone(CLONE_VM|CLONE_VFORK|SIGCHLD, NULL, NULL, NULL, NULL) = 13",
                call(13, Syscall.CLONE, 0x4111, 0, 0, 0, 0));
        assertEquals("ftruncate64(3, 4294967301) = 0", call(0, Syscall.FTRUNCATE64, 3, 5, 1));
        int place = words(0, 0);
        assertEquals("_llseek(3, 4294967301, 0x" + Integer.toHexString(place) + ", SEEK_END) = 0",
                call(0, Syscall.LLSEEK, 3, 1, 5, place, 2));
        assertEquals("fcntl64(3, F_SETFD, 0x1) = 0", call(0, Syscall.FCNTL64, 3, 2, 1));
    }

    @Test
    void whatPointersPointToIsShown() {
        start(Optional.of(LAYOUT));
        assertEquals("execve(\"/bin/ls\", [\"ls\", \"-l\"], 0x"
                + Integer.toHexString(free + 12 + 8 + 8 + 16) + " /* 1 vars */) = -1 ENOEXEC",
                execve());
        assertEquals("pipe2([3, 4], O_CLOEXEC) = 0",
                call(0, Syscall.PIPE2, words(3, 4), 0x8_0000));
        assertEquals("clock_nanosleep_time64(CLOCK_MONOTONIC, 0, {tv_sec=1, tv_nsec=500}, NULL)"
                + " = 0",
                call(0, Syscall.CLOCK_NANOSLEEP_TIME64, 1, 0, words(1, 0, 500), 0));
        assertEquals("waitid(P_ALL, -1, {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=13, "
                + "si_status=7}, WNOHANG|WEXITED, NULL) = 0",
                call(0, Syscall.WAITID, 0, -1, words(17, 0, 1, 13, 0, 7), 5, 0));
        assertEquals("rt_sigprocmask(SIG_BLOCK, [INT CHLD], NULL, 8) = 0",
                call(0, Syscall.RT_SIGPROCMASK, 0, words(0x1_0002, 0), 0, 8));
        assertEquals("rt_sigaction(SIGINT, {sa_handler=0x1234, sa_mask=[], sa_flags=SA_RESTART}, "
                + "NULL, 8) = 0", call(0, Syscall.RT_SIGACTION, 2,
                        words(0x1234, 0x1000_0000, 0, 0), 0, 8));
        assertEquals("writev(1, [{iov_base=\"ab\", iov_len=2}, {iov_base=\"c\", iov_len=1}], 2)"
                + " = 3",
                call(3, Syscall.WRITEV, 1, words(string("ab"), 2, string("c"), 1), 2));
        assertEquals("openat(AT_FDCWD, 0x10, O_RDONLY) = -1 EFAULT",
                call(-14, Syscall.OPENAT, -100, 0x10, 0, 0));
    }

    private String execve() {
        int path = string("/bin/ls");
        int first = string("ls");
        int second = string("-l");
        int list = words(first, second, 0);
        return call(-8, Syscall.EXECVE, path, list, words(first, 0));
    }

    @Test
    void callsThatDoNotReturnAndUnknownOnesHaveLines() {
        start(Optional.of(LAYOUT));
        enter(Syscall.EXIT_GROUP, 3);
        assertEquals("12 sh: exit_group(3) = ?\n", out.toString());
        leave(0);
        out.setLength(0);
        guest.hart.setX(Register.A7.number(), 999);
        guest.hart.setX(Register.A0.number(), 1);
        guest.steps(1);
        leave(-38);
        assertEquals("12 sh: syscall_999(0x1, 0x0, 0x0, 0x0, 0x0, 0x0) = -1 ENOSYS\n",
                out.toString());
        out.setLength(0);
        enter(Syscall.PPOLL_TIME64, 0, 0, 0, 0, 8);
        tracer.finish();
        assertEquals("12 sh: ppoll_time64(NULL, 0, NULL, NULL, 8) = ?\n", out.toString());
    }

    @Test
    void resultIsThatOfTheProcessThatMadeTheCall() {
        start(Optional.of(LAYOUT));
        enter(Syscall.GETPID);
        int caller = guest.hart.pc;
        guest.set(Csr.SSCRATCH, OTHER_PROCESS);
        leave(99);
        assertEquals("", out.toString());
        assertEquals("13 cat: getppid() = 1", call(1, Syscall.GETPPID));
        guest.set(Csr.SSCRATCH, PROCESS);
        guest.set(Csr.SEPC, Guest.START);
        guest.hart.setPrivilege(Hart.S);
        guest.hart.continueAt(caller);
        out.setLength(0);
        leave(12);
        assertEquals("12 sh: getpid() = 12\n", out.toString());
    }

    @Test
    void withoutANoteTheAddressSpaceStandsForTheProcess() {
        start(Optional.empty());
        enter(Syscall.GETUID);
        leave(0);
        assertEquals("satp 00000000: getuid() = 0\n", out.toString());
    }
}
