package cleave.tests.firmware;

import static cleave.tests.firmware.Agreement.EVERYWHERE;
import static cleave.tests.firmware.Agreement.IN_MACHINE_CODE;
import static cleave.tests.firmware.Agreement.ON_ONE_MACHINE;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.isa.SbiExtension;
import cleave.toolchain.isa.SbiFunction;

/** Calls that return: every function with good and bad arguments. */
final class CallSteps {
    private static final int RAM = SbiTestKernel.RAM;
    private static final int RAM_END = SbiTestKernel.RAM_END;
    private static final int BUFFER = SbiTestKernel.BUFFER;
    private static final int NOTHING = SbiTestKernel.NOTHING;
    private static final int UART = SbiTestKernel.UART;
    private static final int ADDRESS = SbiTestKernel.ADDRESS;

    private final Assembler a;
    private final KernelCode code;

    CallSteps(Assembler a, KernelCode code) {
        this.a = a;
        this.code = code;
    }

    void assemble() {
        base();
        harts();
        fences();
        resets();
        console();
    }

    private void base() {
        for (SbiFunction function : SbiFunction.of(SbiExtension.BASE)) {
            boolean identity = function.name().startsWith("GET_M");
            code.call(function.name(), identity ? ON_ONE_MACHINE : EVERYWHERE,
                    SbiExtension.BASE.id(), function.id());
        }
        for (int id : new int[] {7, -1}) {
            code.call("base function " + id, EVERYWHERE, SbiExtension.BASE.id(), id);
        }
        for (SbiExtension extension : SbiExtension.values()) {
            code.call("probe " + extension, SbiFunction.PROBE_EXTENSION, extension.id());
        }
        for (int absent : new int[] {9, 0xf, 0x11, 0x504d55, 0x53555350, 0x43505043, 0x4e41434c,
            0x535441, 0x0800_0000, 0x0900_0000, 0x0a00_0000, -1}) {
            String id = Integer.toHexString(absent);
            code.call("probe " + id, SbiFunction.PROBE_EXTENSION, absent);
            code.call("extension " + id, EVERYWHERE, absent, 0);
        }
    }

    private void harts() {
        int[][] masks = {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {-1, 0}, {1, 1}, {0, 1}, {0, -1},
            {1, 0x8000_0000}};
        for (int[] mask : masks) {
            String name = mask[0] + "," + mask[1];
            code.call("clear ipi before " + name, SbiFunction.LEGACY_CLEAR_IPI);
            code.call("ipi " + name, SbiFunction.SEND_IPI, mask);
            code.call("fence.i " + name, SbiFunction.REMOTE_FENCE_I, mask);
            code.call("sfence " + name, SbiFunction.REMOTE_SFENCE_VMA, mask[0], mask[1], 0, 0);
        }
        code.call("ipi function 1", EVERYWHERE, SbiExtension.IPI.id(), 1, 1, 0);
        code.call("clear ipi", SbiFunction.LEGACY_CLEAR_IPI);
        a.li(T0, BUFFER);
        for (int mask : new int[] {0, 1, 2, 3}) {
            a.li(T0, BUFFER);
            a.li(T1, mask);
            a.sw(T1, T0, 0);
            code.call("legacy ipi " + mask, SbiFunction.LEGACY_SEND_IPI, BUFFER);
            code.call("legacy clear after " + mask, SbiFunction.LEGACY_CLEAR_IPI);
            code.call("legacy fence.i " + mask, SbiFunction.LEGACY_REMOTE_FENCE_I, BUFFER);
        }
        code.call("legacy ipi to all", SbiFunction.LEGACY_SEND_IPI, 0);
        code.call("legacy clear all", SbiFunction.LEGACY_CLEAR_IPI);
        code.call("legacy ipi from nothing", SbiFunction.LEGACY_SEND_IPI, NOTHING);
        code.call("legacy ignores a6", EVERYWHERE, SbiExtension.LEGACY_CLEAR_IPI.id(), 99);
        for (int hart : new int[] {0, 1, -1}) {
            code.call("start " + hart, SbiFunction.HART_START, hart, ADDRESS, 7);
            code.call("status " + hart, SbiFunction.HART_GET_STATUS, hart);
        }
        code.call("start nowhere", SbiFunction.HART_START, 0, NOTHING, 7);
        code.call("hsm function 4", EVERYWHERE, SbiExtension.HSM.id(), 4);
    }

    private void fences() {
        int[][] ranges = {{0, 0}, {0, -1}, {0x1000, -1}, {0xffff_f000, 0x1000},
            {0xffff_f000, 0x1001}, {0x8000_0000, 0x8000_0000}, {0x8000_0000, 0x8000_0001},
            {0x1234, 0x5678}, {0x1234, 0}, {0, 0x4_0000}, {0, 0x4_0001}, {-1, 1}, {-1, 2}};
        for (int[] range : ranges) {
            String name = Integer.toHexString(range[0]) + "+" + Integer.toHexString(range[1]);
            code.call("sfence " + name, SbiFunction.REMOTE_SFENCE_VMA, 1, 0, range[0], range[1]);
            code.call("sfence asid " + name, SbiFunction.REMOTE_SFENCE_VMA_ASID, 1, 0, range[0],
                    range[1], 5);
            code.call("legacy sfence " + name, SbiFunction.LEGACY_REMOTE_SFENCE_VMA, 0, range[0],
                    range[1]);
            code.call("legacy sfence asid " + name, SbiFunction.LEGACY_REMOTE_SFENCE_VMA_ASID, 0,
                    range[0], range[1], 5);
        }
        for (int hfence = 3; hfence <= 7; hfence++) {
            code.call("rfence function " + hfence, EVERYWHERE, SbiExtension.RFENCE.id(), hfence,
                    1, 0, 0, 0, 0);
        }
        code.call("legacy sfence from nothing", SbiFunction.LEGACY_REMOTE_SFENCE_VMA, NOTHING, 0,
                0);
    }

    private void resets() {
        int[][] refused = {{3, 0}, {0xefff_ffff, 0}, {0xf000_0000, 0}, {-1, 0}, {0, 2},
            {0, 0xe000_0000}, {0, 0xf000_0000}, {1, 2}, {2, -1}, {3, 1}};
        for (int[] reset : refused) {
            code.call("reset " + Integer.toHexString(reset[0]) + ","
                            + Integer.toHexString(reset[1]),
                    SbiFunction.SYSTEM_RESET, reset);
        }
        code.call("reset function 1", EVERYWHERE, SbiExtension.SRST.id(), 1, 0, 0);
    }

    private void console() {
        a.li(T0, BUFFER);
        a.li(T1, 0x0a_6b6f);
        a.sw(T1, T0, 0);
        code.call("console write", SbiFunction.DEBUG_CONSOLE_WRITE, 3, BUFFER, 0);
        code.call("console byte", SbiFunction.DEBUG_CONSOLE_WRITE_BYTE, 0x1234_5600 | '!');
        code.call("legacy putchar", SbiFunction.LEGACY_CONSOLE_PUTCHAR, 0x1234_5600 | '?');
        code.call("legacy getchar", SbiFunction.LEGACY_CONSOLE_GETCHAR);
        int[][] good = {{0, 0, 0}, {0, BUFFER, 0}, {0, NOTHING, 7}, {1, RAM_END - 1, 0},
            {4096, RAM_END - 4096, 0}, {8, BUFFER, 0}};
        int[][] bad = {{1, BUFFER, 1}, {1, BUFFER, 0x8000_0000}, {1, BUFFER, -1}, {1, RAM_END, 0},
            {2, RAM_END - 1, 0}, {-1, BUFFER, 0}, {0x8000_0000, BUFFER, 0}, {1, NOTHING, 0},
            {1, UART, 0}, {1, RAM - 1, 0}, {1, -1, 0}, {2, -1, 0}, {1, 0, 0}};
        for (int[] range : good) {
            code.call("console read " + range(range), SbiFunction.DEBUG_CONSOLE_READ, range);
        }
        for (int[] range : bad) {
            code.call("console read " + range(range), SbiFunction.DEBUG_CONSOLE_READ, range);
            code.call("console write " + range(range), SbiFunction.DEBUG_CONSOLE_WRITE, range);
        }
        code.inMachineCode(this::firmwareAsConsole);
        code.call("console read above firmware", SbiFunction.DEBUG_CONSOLE_READ, 1, RAM + 0x1_0000,
                0);
        code.call("console function 3", EVERYWHERE, SbiExtension.DBCN.id(), 3);
    }

    private void firmwareAsConsole() {
        for (int[] range : new int[][] {{1, RAM, 0}, {1, RAM + 0xffff, 0}, {-1, RAM, 0}}) {
            code.call("console read firmware " + range(range), IN_MACHINE_CODE,
                    SbiExtension.DBCN.id(), SbiFunction.DEBUG_CONSOLE_READ.id(), range);
        }
    }

    private static String range(int[] range) {
        return Integer.toHexString(range[0]) + " at " + Integer.toHexString(range[2]) + ":"
                + Integer.toHexString(range[1]);
    }
}
