/** Pipes and FIFOs. */
package cleave.guestos.kernel.file.pipe;
