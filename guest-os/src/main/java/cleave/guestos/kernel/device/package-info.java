/** Drivers of the machine's devices. */
package cleave.guestos.kernel.device;
