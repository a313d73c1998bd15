package cleave.emulator.hart;

/**
 * Firmware that runs outside the guest in place of M-mode code. When it is present, the hart asks
 * it before entering M-mode.
 */
@FunctionalInterface
public interface MachineModeFirmware {
    /**
     * Handles a trap that would enter M-mode: the hart's state is that of the interrupted code,
     * {@code pc} at the trapping instruction. The firmware leaves the hart as {@code mret} would.
     *
     * @return false when it does not know the trap; the hart then enters M-mode at {@code mtvec}
     */
    boolean handle(Hart hart, int cause, int tval);
}
