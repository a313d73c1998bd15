/** Processes: who there is, who runs, who waits for what, and how they come and go. */
package cleave.guestos.kernel.process;
