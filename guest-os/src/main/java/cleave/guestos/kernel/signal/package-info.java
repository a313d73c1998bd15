/** Signals: sending them, what they do, and the handlers of programs. */
package cleave.guestos.kernel.signal;
