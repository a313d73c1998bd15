package cleave.guestos.kernel.trap;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A7;
import static cleave.toolchain.isa.Register.GP;
import static cleave.toolchain.isa.Register.RA;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S10;
import static cleave.toolchain.isa.Register.S11;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.S3;
import static cleave.toolchain.isa.Register.S4;
import static cleave.toolchain.isa.Register.S5;
import static cleave.toolchain.isa.Register.S6;
import static cleave.toolchain.isa.Register.S7;
import static cleave.toolchain.isa.Register.S8;
import static cleave.toolchain.isa.Register.S9;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.TP;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.magic.HostedOnly;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.compiler.backend.Routine;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;
import cleave.toolchain.linux.Syscall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Entry to the kernel and return to programs. While a program runs, {@code sscratch} holds its
 * {@code Process}, at whose beginning its registers are kept; in the kernel it is 0, by which a
 * trap of the kernel itself is known, and {@code tp} is the current process.
 *
 * <p>A system call goes through a table made of {@link Syscall}, with its arguments still in their
 * registers; all other traps are Java's. Registers that calls preserve are still the program's when
 * the kernel's Java returns; they are saved only where somebody looks at them: by the calls that
 * make, replace or restore a program's registers, and before signals and other processes. So is
 * {@code sstatus}: whatever the kernel does, it says at the end what a program needs, U-mode with
 * interrupts, since every trap and return leaves it so.
 *
 * <p>The clock is read at the entry and at the return: the difference is the process's time in the
 * kernel.
 */
@HostedOnly
public final class TrapRoutines {
    /** The address for {@code stvec}. */
    public static final String ENTRY = "trap_entry";
    /** Returns to the current process's program, after work that has come up. */
    public static final String RETURN = "trap_return";
    /** As {@link #RETURN}, while the registers that calls preserve are still the program's. */
    private static final String LIGHT_RETURN = "trap_light_return";
    private static final String SHORT_RETURN = "trap_short_return";
    private static final String WHOLE = "whole_";
    private static final String TABLE = "system_calls";
    private static final String UNKNOWN = "system_call_unknown";
    private static final int ENOSYS = 38;
    /** {@code sstatus.SPP}. */
    private static final int PREVIOUS_SUPERVISOR = 1 << 8;

    private static final List<Register> PRESERVED = List.of(GP, S0, S1, S2, S3, S4, S5, S6, S7, S8,
            S9, S10, S11);
    /** All the others, but tp. */
    private static final List<Register> CHANGED = Arrays.stream(Register.values())
            .filter(r -> r != ZERO && r != TP && !PRESERVED.contains(r)).toList();
    private static final List<Register> ALL = Arrays.stream(Register.values())
            .filter(r -> r != ZERO).toList();
    private static final Set<Syscall> WHOLE_CALLS = EnumSet.of(Syscall.CLONE, Syscall.CLONE3,
            Syscall.EXECVE, Syscall.EXECVEAT, Syscall.RT_SIGRETURN);

    private final Assembler a;
    private final FrameLayout frame;
    private final int stackTop;
    private final int work;
    private final int enteredAt;
    private final int systemTicks;

    private TrapRoutines(Assembler assembler, Program program) {
        this.a = assembler;
        this.frame = new FrameLayout(program);
        FrameLayout.Fields process =
                FrameLayout.fields(program, "cleave/guestos/kernel/process/Process");
        this.stackTop = process.offset("stackTop");
        this.work = process.offset("work");
        this.enteredAt = process.offset("enteredAt");
        this.systemTicks = process.offset("systemTicks");
        if (process.offset("frame") != 0) {
            throw new IllegalStateException("Process.frame must be the first field");
        }
    }

    /** Writes them, and tells what a debugger must know to look through a trap. */
    public static List<Routine> assemble(Assembler assembler, Program program) {
        TrapRoutines routines = new TrapRoutines(assembler, program);
        Label saved = routines.enter();
        routines.call();
        Label end = routines.leave();
        List<Routine> known = new ArrayList<>();
        known.add(routines.known(assembler.label(ENTRY), saved, end, TP, CHANGED));
        known.add(routines.kernel());
        known.addAll(routines.table(program));
        return known;
    }

    /** A routine in which {@code base} is the frame from {@code saved} on. */
    private Routine known(Label start, Label saved, Label end, Register base,
            List<Register> registers) {
        Map<Integer, Routine.Rule> places = new TreeMap<>();
        registers.forEach(register -> places.put(register.number(),
                new Routine.Rule.At(frame.of(register))));
        places.put(TP.number(), new Routine.Rule.At(frame.of(TP)));
        places.put(Routine.PC, new Routine.Rule.At(frame.pc()));
        return Routine.interrupting(start, end,
                List.of(new Routine.Row(saved, base, 0, places)));
    }

    private Label enter() {
        Label fromProgram = a.local("from_program");
        a.align(Integer.BYTES);
        a.function(ENTRY);
        a.csrrw(TP, Csr.SSCRATCH, TP);
        a.bnez(TP, fromProgram);
        a.csrrw(TP, Csr.SSCRATCH, TP);
        a.tail("kernel_entry");
        a.bind(fromProgram);
        save(CHANGED);
        a.lw(SP, TP, stackTop);
        a.csrrw(T0, Csr.SSCRATCH, ZERO);
        a.sw(T0, TP, frame.of(TP));
        a.csrr(T0, Csr.SEPC);
        return a.here("saved");
    }

    /** From here on, time is the kernel's on the program's behalf. */
    private void stamp() {
        a.csrr(T2, Csr.TIME);
        a.sw(T2, TP, enteredAt);
    }

    private void save(List<Register> registers) {
        registers.forEach(register -> a.sw(register, TP, frame.of(register)));
    }

    private void call() {
        Label trap = a.local("trap");
        Label known = a.local("known");
        Label other = a.local("other");
        a.csrr(T1, Csr.SCAUSE);
        a.addi(T1, T1, -Cause.ENVIRONMENT_CALL_FROM_U.value());
        a.bnez(T1, trap);
        stamp();
        a.addi(T0, T0, Integer.BYTES);
        a.sw(T0, TP, frame.pc());
        a.sw(A0, TP, frame.firstArgument());
        a.addi(T0, A7, 1);
        a.sw(T0, TP, frame.call());
        a.li(T1, Syscall.limit());
        a.bltu(A7, T1, known);
        a.li(A7, 0);
        a.bind(known);
        a.la(T0, TABLE);
        a.slli(T1, A7, 2);
        a.add(T0, T0, T1);
        a.lw(T0, T0, 0);
        a.jalr(RA, T0, 0);
        a.sw(A0, TP, frame.of(A0));
        a.j(a.label(LIGHT_RETURN));
        a.bind(trap);
        a.sw(T0, TP, frame.pc());
        a.addi(T1, T1, Cause.ENVIRONMENT_CALL_FROM_U.value() - Cause.STORE_PAGE_FAULT.value());
        a.bnez(T1, other);
        a.csrr(A0, Csr.STVAL);
        a.call("trap_store_fault");
        a.bnez(A0, a.label(SHORT_RETURN));
        a.bind(other);
        stamp();
        a.sw(ZERO, TP, frame.call());
        a.csrr(A0, Csr.SCAUSE);
        a.csrr(A1, Csr.STVAL);
        a.call("trap_from_program");
    }

    /** Gives where the code ends in which the frame is whole. */
    private Label leave() {
        Label light = a.local("light");
        Label whole = a.local("whole");
        a.bind(LIGHT_RETURN);
        a.lw(T0, TP, work);
        a.beqz(T0, light);
        save(PRESERVED);
        a.bind(RETURN);
        a.lw(T0, TP, work);
        a.beqz(T0, whole);
        a.call("trap_work");
        a.bind(whole);
        Label end = a.here("whole_end");
        PRESERVED.forEach(register -> a.lw(register, TP, frame.of(register)));
        a.bind(light);
        a.csrr(T0, Csr.TIME);
        a.lw(T1, TP, enteredAt);
        a.lw(T2, TP, systemTicks);
        a.sub(T0, T0, T1);
        a.add(T0, T0, T2);
        a.sw(T0, TP, systemTicks);
        a.lw(T0, TP, frame.pc());
        a.csrw(Csr.SEPC, T0);
        // A store that only had to be made possible has left sepc alone, and brought no work.
        a.bind(SHORT_RETURN);
        a.csrw(Csr.SSCRATCH, TP);
        CHANGED.forEach(register -> a.lw(register, TP, frame.of(register)));
        a.lw(TP, TP, frame.of(TP));
        a.sret();
        a.end();

        a.function(UNKNOWN);
        a.li(A0, -ENOSYS);
        a.ret();
        a.end();
        return end;
    }

    /** Calls that read or write registers which others leave alone: the frame has all of them. */
    private Routine whole(Syscall call) {
        Label start = a.function(WHOLE + call.callName());
        save(PRESERVED);
        Label saved = a.here("saved");
        a.call("sys_" + call.callName());
        a.sw(A0, TP, frame.of(A0));
        a.j(a.label(RETURN));
        Label end = a.here("whole_end");
        a.end();
        return known(start, saved, end, TP, ALL);
    }

    /** A trap of the kernel: interrupts are off, so it is a fault. */
    private Routine kernel() {
        Label start = a.function("kernel_entry");
        a.addi(SP, SP, -FrameLayout.SIZE);
        for (Register register : Register.values()) {
            if (register != ZERO && register != SP) {
                a.sw(register, SP, frame.of(register));
            }
        }
        a.addi(T0, SP, FrameLayout.SIZE);
        a.sw(T0, SP, frame.of(SP));
        a.csrr(T0, Csr.SEPC);
        a.sw(T0, SP, frame.pc());
        a.csrr(T0, Csr.SSTATUS);
        a.sw(T0, SP, frame.status());
        Label saved = a.here("saved");
        // While this one sleeps for a page, others return to programs: to U-mode.
        a.li(T0, cleave.guestos.kernel.memory.UserRoutines.SUM | PREVIOUS_SUPERVISOR);
        a.csrc(Csr.SSTATUS, T0);
        a.mv(A0, SP);
        a.csrr(A1, Csr.SCAUSE);
        a.csrr(A2, Csr.STVAL);
        a.call("trap_from_kernel");
        Label end = a.here("whole_end");
        a.lw(T0, SP, frame.pc());
        a.csrw(Csr.SEPC, T0);
        a.lw(T0, SP, frame.status());
        a.csrw(Csr.SSTATUS, T0);
        for (Register register : Register.values()) {
            if (register != ZERO && register != SP && register != TP) {
                a.lw(register, SP, frame.of(register));
            }
        }
        a.addi(SP, SP, FrameLayout.SIZE);
        a.sret();
        a.end();
        return known(start, saved, end, SP, ALL);
    }

    /** A method for each call that has one. */
    private List<Routine> table(Program program) {
        Set<String> methods = program.functions().stream()
                .map(function -> function.symbol().name()).collect(Collectors.toSet());
        List<Routine> whole = WHOLE_CALLS.stream()
                .filter(call -> methods.contains("sys_" + call.callName())).map(this::whole)
                .toList();
        a.rodata();
        a.align(Integer.BYTES);
        a.object(TABLE);
        for (int number = 0; number < Syscall.limit(); number++) {
            Syscall call = Syscall.of(number);
            boolean made = call != null && methods.contains("sys_" + call.callName());
            String prefix = WHOLE_CALLS.contains(call) ? WHOLE : "sys_";
            a.word(a.label(made ? prefix + call.callName() : UNKNOWN));
        }
        a.end();
        a.text();
        return whole;
    }
}
