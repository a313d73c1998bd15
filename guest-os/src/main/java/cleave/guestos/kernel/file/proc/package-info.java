/** {@code /proc}: what the kernel knows, as text in the formats of Linux. */
package cleave.guestos.kernel.file.proc;
