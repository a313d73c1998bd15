/**
 * Virtio (Virtual I/O Device specification, version 1.2): the MMIO transport in both register
 * layouts, split virtqueues, and block, console and entropy devices.
 */
package cleave.emulator.device.virtio;
