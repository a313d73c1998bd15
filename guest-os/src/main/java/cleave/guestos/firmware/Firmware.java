package cleave.guestos.firmware;

import cleave.guestos.platform.Finisher;
import cleave.guestos.platform.Part;
import cleave.guestos.platform.Uart;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Assembly;
import java.util.List;

/**
 * The firmware: SBI 2.0 (Base, TIME, IPI, RFENCE, HSM, SRST, DBCN and the legacy calls) for a
 * kernel in S-mode on hart 0 of QEMU's {@code virt}. Linked at the start of RAM, where {@code
 * -bios} puts it.
 *
 * <p>Refused: more harts than hart 0 (they sleep), the hypervisor extension, PMU. Floating point
 * and vectors are left to the kernel.
 */
public final class Firmware {
    /** The label of the first instruction. */
    public static final String ENTRY = Reset.ENTRY;

    private static final List<Part> PARTS = List.of(new Reset(), new Memory(), new HartSetup(),
            new Kernel(), new DeviceTree(), new Guard(), new TrapEntry(), new Redirect(),
            new SbiDispatch(), new Base(), new Timer(), new HartMask(), new Ipi(),
            new RemoteFence(), new HartState(), new SystemReset(), new DebugConsole(),
            new InterruptedInstruction(), new IllegalInstruction(), new MisalignedAccess(),
            new Uart(), new Finisher(), new Fatal());

    private Firmware() {
    }

    /** The firmware at its addresses. */
    public static Assembly assemble() {
        Assembler a = new Assembler();
        PARTS.forEach(part -> part.assemble(a));
        Assembly assembly = a.assemble(FirmwareLayout.BASE);
        for (Assembly.Placed section : assembly.sections()) {
            if (Integer.compareUnsigned(section.end(), FirmwareLayout.END) > 0) {
                throw new IllegalStateException(section.name() + " does not fit in the "
                        + FirmwareLayout.SIZE + " bytes that are kept from the kernel");
            }
        }
        if (assembly.address(ENTRY) != FirmwareLayout.BASE) {
            throw new IllegalStateException(ENTRY + " is not at the start");
        }
        return assembly;
    }
}
