/**
 * Firmware that is built in to the machine: the Supervisor Binary Interface for kernels that start
 * in S-mode, in place of M-mode code. SBI specification, version 2.0.
 */
package cleave.emulator.firmware;
