/**
 * Demonstrations of processes, one per chapter, to be read as much as to be run. Each prints what
 * it does and what happens; but for pids, the text is the same on every run.
 */
package cleave.guestos.user.demo;
