/** Programs: ELF files and scripts, and how a process becomes one. */
package cleave.guestos.kernel.exec;
