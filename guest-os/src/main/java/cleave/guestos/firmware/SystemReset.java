package cleave.guestos.firmware;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;

import cleave.guestos.platform.Finisher;
import cleave.guestos.platform.Part;
import cleave.guestos.platform.VirtMachine;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.isa.Sbi;
import cleave.toolchain.isa.SbiError;
import cleave.toolchain.isa.SbiFunction;

/**
 * SRST (SBI specification 2.0, chapter 10) and the legacy shutdown. A shutdown because of a system
 * failure has exit code {@link Sbi#SYSTEM_FAILURE_EXIT_CODE}; cold and warm reboot are the same.
 */
final class SystemReset implements Part {
    @Override
    public void assemble(Assembler a) {
        Label invalid = a.local("invalid");
        Label finish = a.local("finish");
        a.function(SbiDispatch.handler(SbiFunction.SYSTEM_RESET));
        a.li(T0, Sbi.REASON_SYSTEM_FAILURE);
        a.bltu(T0, A1, invalid);
        a.mv(T1, A0);
        a.li(A0, VirtMachine.FINISH_RESET);
        a.li(T0, Sbi.RESET_WARM_REBOOT);
        a.bltu(T0, T1, invalid);
        a.bnez(T1, finish);
        a.li(A0, Finisher.failure(Sbi.SYSTEM_FAILURE_EXIT_CODE));
        a.bnez(A1, finish);
        a.bind(SbiDispatch.handler(SbiFunction.LEGACY_SHUTDOWN));
        a.li(A0, VirtMachine.FINISH_PASS);
        a.bind(finish);
        a.tail(Finisher.FINISH);
        a.bind(invalid);
        SbiDispatch.fail(a, SbiError.INVALID_PARAM);
    }
}
