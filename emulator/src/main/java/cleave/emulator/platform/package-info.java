/** QEMU's {@code virt} as a table, and the device tree that is made from it. */
package cleave.emulator.platform;
