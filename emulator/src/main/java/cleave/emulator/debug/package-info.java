/**
 * What a debugger wants to know of a machine: symbols, memory as it stands, the last instructions,
 * page walks, traps in words, crash reports. Looking never changes the guest.
 */
package cleave.emulator.debug;
