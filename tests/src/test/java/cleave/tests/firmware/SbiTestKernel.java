package cleave.tests.firmware;

import static cleave.tests.firmware.Agreement.EVERYWHERE;
import static cleave.tests.firmware.Agreement.IN_MACHINE_CODE;
import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.A2;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.S3;
import static cleave.toolchain.isa.Register.S4;
import static cleave.toolchain.isa.Register.S5;
import static cleave.toolchain.isa.Register.S6;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Assembly;
import cleave.toolchain.asm.Label;
import cleave.toolchain.elf.ElfWriter;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.SbiFunction;
import java.util.Map;

/**
 * The kernel: it looks at how it was started, reads five bytes that somebody types, makes every
 * call, waits for timers, takes traps, switches paging on, and ends as it is told.
 */
final class SbiTestKernel {
    static final int ADDRESS = 0x8040_0000;
    /** What must be typed. */
    static final String INPUT = "abcde";

    static final int RAM = 0x8000_0000;
    /** The first address behind RAM: there must be 128 MiB. */
    static final int RAM_END = 0x8800_0000;
    /** RAM that is free. */
    static final int BUFFER = 0x8080_0000;
    /** Where there is neither memory nor device. */
    static final int NOTHING = 0x0005_0000;
    static final int UART = 0x1000_0000;

    private final Assembler a = new Assembler();
    private final KernelCode code;
    private final Assembly assembly;

    /**
     * @param machineCode whether the firmware is in machine code, so that there are lines to print
     *     that are {@link Agreement#IN_MACHINE_CODE}
     */
    SbiTestKernel(Ending ending, boolean machineCode) {
        code = new KernelCode(a, machineCode);
        a.function("_start");
        entry();
        code.inMachineCode(this::reservation);
        input();
        new CallSteps(a, code).assemble();
        new TimeSteps(a, code).assemble();
        new TrapSteps(a, code).assemble();
        end(ending);
        code.routines();
        assembly = a.assemble(ADDRESS);
    }

    byte[] flat() {
        return assembly.flat();
    }

    byte[] elf() {
        return ElfWriter.write(assembly.toElf("_start"));
    }

    /** How far each line must agree, by its name. */
    Map<String, Agreement> agreements() {
        return code.agreements();
    }

    private void entry() {
        a.csrr(S3, Csr.STVEC);
        a.la(T0, "_start");
        a.sub(S3, S3, T0);
        a.mv(S4, A0);
        a.mv(S5, A1);
        code.prepare();
        code.beginLine("start", EVERYWHERE);
        code.print("a0", S4);
        code.print("stvec", S3);
        for (Csr csr : new Csr[] {Csr.SATP, Csr.SIE, Csr.SIP, Csr.SSCRATCH, Csr.SCOUNTEREN}) {
            code.print(csr.assemblyName(), csr, -1);
        }
        code.print("sstatus", Csr.SSTATUS, 0x000c_0122);
        code.endLine();
    }

    /** The first entry of the device tree's memory reservations, whose address a1 was. */
    private void reservation() {
        code.beginLine("device tree", IN_MACHINE_CODE);
        a.lbu(T0, S5, 0x12);
        a.lbu(T1, S5, 0x13);
        a.slli(T0, T0, 8);
        a.or(T0, T0, T1);
        a.add(S6, S5, T0);
        for (int offset = 0; offset < 32; offset += 4) {
            a.lw(S1, S6, offset);
            code.print("", S1);
        }
        a.lbu(T0, S5, 0x0a);
        a.lbu(T1, S5, 0x0b);
        a.slli(T0, T0, 8);
        a.or(T0, T0, T1);
        a.add(S6, S5, T0);
        a.lw(S1, S6, 0);
        code.print("structure", S1);
        code.endLine();
    }

    private void input() {
        Label getchar = a.local("getchar");
        Label read = a.local("read");
        code.beginLine("input", EVERYWHERE);
        a.li(S3, 3);
        a.bind(getchar);
        code.ecall(SbiFunction.LEGACY_CONSOLE_GETCHAR);
        a.bltz(A0, getchar);
        a.mv(S1, A0);
        code.print("getchar", S1);
        a.addi(S3, S3, -1);
        a.bnez(S3, getchar);
        a.li(S3, BUFFER);
        a.addi(S4, S3, 2);
        a.bind(read);
        a.sub(A0, S4, S3);
        a.mv(A1, S3);
        a.li(A2, 0);
        code.ecall(SbiFunction.DEBUG_CONSOLE_READ);
        a.add(S3, S3, A1);
        a.bne(S3, S4, read);
        a.lhu(S1, S3, -2);
        code.print("read", S1);
        code.endLine();
    }

    private void end(Ending ending) {
        code.beginLine("end", EVERYWHERE);
        code.endLine();
        a.li(A0, ending.arguments[0]);
        a.li(A1, ending.arguments[1]);
        code.ecall(ending.function);
        code.print("the last call has returned\n");
        Label stay = a.here("stay");
        a.j(stay);
    }
}
