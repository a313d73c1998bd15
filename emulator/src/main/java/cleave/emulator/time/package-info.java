/** Virtual time: the queue of what is going to happen, and the timebase. */
package cleave.emulator.time;
