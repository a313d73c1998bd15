package cleave.tests.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.A3;
import static cleave.toolchain.isa.Register.A4;
import static cleave.toolchain.isa.Register.A5;
import static cleave.toolchain.isa.Register.A6;
import static cleave.toolchain.isa.Register.A7;
import static cleave.toolchain.isa.Register.RA;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S10;
import static cleave.toolchain.isa.Register.S11;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.T2;
import static cleave.toolchain.isa.Register.TP;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.guestos.platform.Uart;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;
import cleave.toolchain.isa.SbiFunction;
import java.util.HashMap;
import java.util.Map;

/**
 * The routines that the steps of the test kernel are made of. {@code tp} points to the variables.
 * Each step prints one line of the form {@code name: words and numbers}.
 */
final class KernelCode {
    /** Variables, in bytes from {@code tp}. */
    private static final int BEFORE = 0;
    private static final int AFTER = 0x80;
    private static final int TRAPPED = 0x100;
    private static final int CAUSE = 0x104;
    private static final int TVAL = 0x108;
    private static final int EPC = 0x10c;
    private static final int RESUME = 0x110;
    private static final int VARIABLES = 0x114;

    private static final String CALL = "make_call";
    private static final String PRINT_HEX = "print_hex";
    private static final String PRINT_TRAP = "print_trap";
    private static final int SUPERVISOR_INTERRUPTS = 0x222;
    private static final int SPIE = 1 << 5;
    private static final int SPP = 1 << 8;

    private final Assembler a;
    private final boolean machineCode;
    private final Map<String, Agreement> agreements = new HashMap<>();
    private final Map<String, Label> texts = new HashMap<>();

    KernelCode(Assembler a, boolean machineCode) {
        this.a = a;
        this.machineCode = machineCode;
    }

    /**
     * Assembles lines that make sense only when the firmware is in memory; else they are jumped
     * over, so that the kernel's addresses are the same.
     */
    void inMachineCode(Runnable lines) {
        Label over = a.local("over");
        a.li(T0, machineCode ? 1 : 0);
        a.beqz(T0, over);
        lines.run();
        a.bind(over);
    }

    /** How far each line must agree, by its name. */
    Map<String, Agreement> agreements() {
        return agreements;
    }

    /** Sets {@code tp} and the trap handler. */
    void prepare() {
        a.la(TP, "variables");
        a.la(T0, "trap_handler");
        a.csrw(Csr.STVEC, T0);
    }

    // ---- lines ----

    void beginLine(String name, Agreement agreement) {
        if (agreements.put(name, agreement) != null) {
            throw new IllegalArgumentException("two lines are called " + name);
        }
        print(name + ":");
    }

    void endLine() {
        print("\n");
    }

    void print(String text) {
        a.la(A0, texts.computeIfAbsent(text, a::local));
        a.jal(T0, a.label(Uart.PRINT));
    }

    /** Prints a register, with a word before it. */
    void print(String word, Register value) {
        a.mv(S0, value);
        print(" " + word + " ");
        a.mv(A0, S0);
        a.call(PRINT_HEX);
    }

    void print(String word, Csr csr, int mask) {
        a.csrr(S0, csr);
        a.li(T0, mask);
        a.and(S0, S0, T0);
        print(word, S0);
    }

    // ---- steps ----

    /** Calls an SBI function and tells what it returned, which registers it changed, and sip. */
    void call(String name, Agreement agreement, int extension, int function, int... arguments) {
        beginLine(name, agreement);
        a.li(A7, extension);
        a.li(A6, function);
        Register[] registers = {A0, A1, A2, A3, A4, A5};
        for (int i = 0; i < registers.length; i++) {
            a.li(registers[i], i < arguments.length ? arguments[i] : 0x5a5a_0000 + i);
        }
        a.call(CALL);
        endLine();
    }

    void call(String name, SbiFunction function, int... arguments) {
        call(name, Agreement.EVERYWHERE, function.extension().id(), function.id(), arguments);
    }

    /** Makes a call with the arguments that are in the registers, and nothing else. */
    void ecall(SbiFunction function) {
        a.li(A7, function.extension().id());
        a.li(A6, function.id());
        a.ecall();
    }

    /** Executes code that is expected to trap, and tells how. */
    void trap(String name, Agreement agreement, Runnable code) {
        beginLine(name, agreement);
        Label after = a.local("after");
        Label start = a.local("start");
        a.sw(ZERO, TP, TRAPPED);
        a.la(T0, after);
        a.sw(T0, TP, RESUME);
        a.bind(start);
        code.run();
        a.bind(after);
        a.la(S1, start);
        a.call(PRINT_TRAP);
        endLine();
    }

    /** Goes to U-mode; the code there must trap. */
    void user(String name, Agreement agreement, Runnable code) {
        Label there = a.local("user");
        trap(name, agreement, () -> {
            a.li(T0, SPP);
            a.csrc(Csr.SSTATUS, T0);
            a.la(T0, there);
            a.csrw(Csr.SEPC, T0);
            a.sret();
            a.bind(there);
            code.run();
        });
    }

    // ---- routines ----

    /** To be called once, after all steps. */
    void routines() {
        makeCall();
        handler();
        printTrap();
        printHex();
        new Uart().assemble(a);
        a.rodata();
        texts.forEach((text, label) -> {
            a.bind(label);
            a.asciz(text);
        });
        a.align(4);
        a.text();
        a.bss();
        a.align(16);
        a.bind("variables");
        a.space(VARIABLES);
        a.text();
    }

    /** A register that a call may not change and that the call needs for nothing else. */
    private static boolean isCanary(Register register) {
        boolean needed = register == ZERO || register == RA || register == TP;
        boolean argument = register.number() >= A0.number() && register.number() <= A7.number();
        return !needed && !argument;
    }

    private void makeCall() {
        Label afterCall = a.local("after_call");
        Label trapped = a.local("trapped");
        a.function(CALL);
        for (Register register : Register.values()) {
            if (isCanary(register)) {
                a.li(register, 0x0c0d_e000 + register.number());
            }
        }
        for (Register register : Register.values()) {
            a.sw(register, TP, BEFORE + 4 * register.number());
        }
        a.la(T0, afterCall);
        a.sw(T0, TP, RESUME);
        a.lw(T0, TP, BEFORE + 4 * T0.number());
        a.sw(ZERO, TP, TRAPPED);
        Label call = a.here("call");
        a.ecall();
        a.bind(afterCall);
        for (Register register : Register.values()) {
            a.sw(register, TP, AFTER + 4 * register.number());
        }
        a.lw(T0, TP, TRAPPED);
        a.bnez(T0, trapped);
        a.lw(S1, TP, AFTER + 4 * A0.number());
        print("a0", S1);
        a.lw(S1, TP, AFTER + 4 * A1.number());
        print("a1", S1);
        changedRegisters();
        print("changed", S1);
        print("sip", Csr.SIP, SUPERVISOR_INTERRUPTS);
        a.lw(RA, TP, BEFORE + 4 * RA.number());
        a.ret();
        a.bind(trapped);
        a.la(S1, call);
        a.call(PRINT_TRAP);
        a.lw(RA, TP, BEFORE + 4 * RA.number());
        a.ret();
    }

    /** A bit in s1 for each register, but for a0 and a1, that is not what it was. */
    private void changedRegisters() {
        a.li(S1, 0);
        for (Register register : Register.values()) {
            if (register != A0 && register != A1) {
                Label same = a.local("same");
                a.lw(T1, TP, BEFORE + 4 * register.number());
                a.lw(T2, TP, AFTER + 4 * register.number());
                a.beq(T1, T2, same);
                a.li(T1, 1 << register.number());
                a.or(S1, S1, T1);
                a.bind(same);
            }
        }
    }

    /** Notes what happened and goes on in S-mode where the step says. */
    private void handler() {
        a.align(4);
        a.function("trap_handler");
        a.li(T0, 1);
        a.sw(T0, TP, TRAPPED);
        note(Csr.SCAUSE, CAUSE);
        note(Csr.STVAL, TVAL);
        note(Csr.SEPC, EPC);
        a.lw(T0, TP, RESUME);
        a.csrw(Csr.SEPC, T0);
        a.li(T0, SPP);
        a.csrs(Csr.SSTATUS, T0);
        a.li(T0, SPIE);
        a.csrc(Csr.SSTATUS, T0);
        a.sret();
    }

    private void note(Csr csr, int variable) {
        a.csrr(T0, csr);
        a.sw(T0, TP, variable);
    }

    /** Tells of the trap, its place relative to s1. */
    private void printTrap() {
        Label none = a.local("none");
        a.function(PRINT_TRAP);
        a.mv(S2, RA);
        a.lw(T0, TP, TRAPPED);
        a.beqz(T0, none);
        a.lw(T0, TP, EPC);
        a.sub(S1, T0, S1);
        a.lw(T0, TP, CAUSE);
        print("cause", T0);
        a.lw(T0, TP, TVAL);
        print("tval", T0);
        print("at", S1);
        a.jr(S2);
        a.bind(none);
        print(" no trap");
        a.jr(S2);
    }

    /** Prints a0 as eight digits; uses s10, s11 and what the UART's driver uses. */
    private void printHex() {
        Label digit = a.local("digit");
        Label decimal = a.local("decimal");
        a.function(PRINT_HEX);
        a.mv(S10, A0);
        a.li(S11, Integer.SIZE);
        a.bind(digit);
        a.addi(S11, S11, -4);
        a.srl(A0, S10, S11);
        a.andi(A0, A0, 0xf);
        a.li(T1, 10);
        a.blt(A0, T1, decimal);
        a.addi(A0, A0, 'a' - '0' - 10);
        a.bind(decimal);
        a.addi(A0, A0, '0');
        a.jal(T0, a.label(Uart.PUT));
        a.bnez(S11, digit);
        a.ret();
    }
}
