/** What the guest does, a line for each event. */
package cleave.emulator.debug.trace;
