/**
 * The stub for GDB: the Remote Serial Protocol (GDB manual, appendix E), from bytes on the network
 * to the machine.
 */
package cleave.emulator.debug.gdb;
