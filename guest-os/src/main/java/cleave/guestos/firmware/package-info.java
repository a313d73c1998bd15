/**
 * The firmware in machine code: M-mode code, written with the assembler, that gives a kernel in
 * S-mode the Supervisor Binary Interface (SBI specification, version 2.0) on QEMU's {@code virt}
 * and on the machine that is compatible with it.
 *
 * <p>It is a set of parts, assembled one after the other. In a trap {@code s0} points to the
 * {@link cleave.guestos.firmware.TrapFrame} that holds the interrupted code's registers, so every
 * other register is free to use; {@code sp} is the firmware's own stack.
 */
package cleave.guestos.firmware;
