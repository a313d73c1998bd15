/** Time: the clock, the timeouts that wait for it, and who is woken by them. */
package cleave.guestos.kernel.time;
