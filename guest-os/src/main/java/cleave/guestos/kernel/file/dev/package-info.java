/** What {@code /dev} has: memory devices, the terminal, disks. */
package cleave.guestos.kernel.file.dev;
