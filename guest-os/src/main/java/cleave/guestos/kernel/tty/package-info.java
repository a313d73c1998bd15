/** The terminal: line discipline, job control, and the console that they belong to. */
package cleave.guestos.kernel.tty;
