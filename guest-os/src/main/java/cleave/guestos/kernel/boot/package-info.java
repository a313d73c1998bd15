/** How the kernel starts: what the firmware tells, and the way to the first process. */
package cleave.guestos.kernel.boot;
