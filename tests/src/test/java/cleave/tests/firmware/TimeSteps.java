package cleave.tests.firmware;

import static cleave.tests.firmware.Agreement.EVERYWHERE;
import static cleave.tests.firmware.Agreement.IN_MACHINE_CODE;
import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S2;
import static cleave.toolchain.isa.Register.S3;
import static cleave.toolchain.isa.Register.S4;
import static cleave.toolchain.isa.Register.S5;
import static cleave.toolchain.isa.Register.S6;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;
import cleave.toolchain.isa.Sbi;
import cleave.toolchain.isa.SbiExtension;
import cleave.toolchain.isa.SbiFunction;

/** Timers, counters, and the suspension of the hart until a timer ends it. */
final class TimeSteps {
    private static final int RAM = SbiTestKernel.RAM;
    private static final int RAM_END = SbiTestKernel.RAM_END;
    private static final int NOTHING = SbiTestKernel.NOTHING;
    private static final int UART = SbiTestKernel.UART;
    private static final int ADDRESS = SbiTestKernel.ADDRESS;
    private static final int TICKS = 2_000;
    private static final int STI = 1 << 5;
    private static final int SIE = 1 << 1;

    private final Assembler a;
    private final KernelCode code;

    TimeSteps(Assembler a, KernelCode code) {
        this.a = a;
        this.code = code;
    }

    void assemble() {
        timers();
        suspension();
    }

    private void timers() {
        code.call("timer never", SbiFunction.SET_TIMER, -1, -1);
        code.call("timer long ago", SbiFunction.SET_TIMER, 0, 0);
        code.call("legacy timer never", SbiFunction.LEGACY_SET_TIMER, -1, -1);
        code.call("legacy timer long ago", SbiFunction.LEGACY_SET_TIMER, 1, 0);
        code.call("timer function 1", EVERYWHERE, SbiExtension.TIME.id(), 1, 0, 0);
        timer("timer", SbiFunction.SET_TIMER, () -> { });
        timer("timer and wfi", SbiFunction.SET_TIMER, a::wfi);
        timer("legacy timer and wfi", SbiFunction.LEGACY_SET_TIMER, a::wfi);
        timer("timer and suspension", SbiFunction.SET_TIMER, () -> {
            a.li(A0, Sbi.SUSPEND_RETENTIVE);
            code.ecall(SbiFunction.HART_SUSPEND);
            a.mv(S6, A0);
        });
        counters();
    }

    /** Sets a time soon, waits for it, and tells whether it was pending only when it was time. */
    private void timer(String name, SbiFunction setTimer, Runnable wait) {
        Label poll = a.local("poll");
        code.beginLine(name, EVERYWHERE);
        a.li(S6, 0);
        soon(S3, S4);
        a.li(T0, STI);
        a.csrs(Csr.SIE, T0);
        a.mv(A0, S3);
        a.mv(A1, S4);
        code.ecall(setTimer);
        a.csrr(S1, Csr.SIP);
        code.print("sip", S1);
        wait.run();
        a.bind(poll);
        a.csrr(T0, Csr.SIP);
        a.andi(T0, T0, STI);
        a.beqz(T0, poll);
        a.rdtime(T1);
        a.sub(T1, T1, S3);
        a.sltz(S1, T1);
        code.print("early", S1);
        code.print("error", S6);
        code.endLine();
        code.call(name + " over", SbiFunction.SET_TIMER, -1, -1);
        a.li(T0, STI);
        a.csrc(Csr.SIE, T0);
    }

    /** A time that comes soon. */
    private void soon(Register low, Register high) {
        Label again = a.here("again");
        a.rdtimeh(high);
        a.rdtime(low);
        a.rdtimeh(T0);
        a.bne(high, T0, again);
        a.li(T0, TICKS);
        a.add(low, low, T0);
        a.sltu(T0, low, T0);
        a.add(high, high, T0);
    }

    private void counters() {
        code.beginLine("counters go forward", EVERYWHERE);
        a.rdcycle(S1);
        a.rdcycleh(S2);
        a.rdinstret(S3);
        a.rdinstreth(S4);
        a.rdtime(S5);
        a.rdtimeh(S6);
        a.rdcycle(T1);
        a.sub(T1, T1, S1);
        a.sgtz(S1, T1);
        a.rdinstret(T1);
        a.sub(T1, T1, S3);
        a.sgtz(S3, T1);
        code.print("cycle", S1);
        code.print("instret", S3);
        code.print("timeh", S6);
        code.endLine();
    }

    private void suspension() {
        for (int type : new int[] {1, 0x0fff_ffff, 0x1000_0000, 0x7fff_ffff, 0x8000_0001,
            0x9000_0000, -1}) {
            code.call("suspend " + Integer.toHexString(type), SbiFunction.HART_SUSPEND, type,
                    ADDRESS, 0);
        }
        for (int address : new int[] {NOTHING, UART, ADDRESS + 1, RAM_END, RAM_END - 1, -2}) {
            code.call("suspend to " + Integer.toHexString(address), SbiFunction.HART_SUSPEND,
                    Sbi.SUSPEND_NON_RETENTIVE, address, 0);
        }
        code.inMachineCode(() -> code.call("suspend to firmware", IN_MACHINE_CODE,
                SbiExtension.HSM.id(), SbiFunction.HART_SUSPEND.id(),
                Sbi.SUSPEND_NON_RETENTIVE, RAM, 0));
        Label resumed = a.local("resumed");
        code.beginLine("suspended and resumed", EVERYWHERE);
        a.li(T0, STI);
        a.csrs(Csr.SIE, T0);
        soon(A0, A1);
        code.ecall(SbiFunction.SET_TIMER);
        a.li(A0, Sbi.SUSPEND_NON_RETENTIVE);
        a.la(A1, resumed);
        a.li(A2, 0x1234_5678);
        a.csrsi(Csr.SSTATUS, SIE);
        code.ecall(SbiFunction.HART_SUSPEND);
        code.print(" came back");
        a.bind(resumed);
        a.mv(S4, A0);
        a.mv(S5, A1);
        code.prepare();
        code.print("a0", S4);
        code.print("a1", S5);
        code.print("satp", Csr.SATP, -1);
        code.print("sstatus.SIE", Csr.SSTATUS, SIE);
        code.print("sip", Csr.SIP, STI);
        code.endLine();
        a.csrw(Csr.SIE, ZERO);
        code.call("no timer after suspension", SbiFunction.SET_TIMER, -1, -1);
    }
}
