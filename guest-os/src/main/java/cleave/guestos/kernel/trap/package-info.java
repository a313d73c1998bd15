/** Where programs and interrupts enter the kernel, and how they leave it. */
package cleave.guestos.kernel.trap;
