/** What is left of a process that a signal has ended: a core file (core(5)). */
package cleave.guestos.kernel.core;
