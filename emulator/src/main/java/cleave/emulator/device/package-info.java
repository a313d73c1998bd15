/**
 * Memory-mapped devices, on virtual time. A device is a class, an enum of its {@link
 * cleave.emulator.device.Register}s, and a row of {@link
 * cleave.emulator.platform.VirtPlatform}'s table.
 */
package cleave.emulator.device;
