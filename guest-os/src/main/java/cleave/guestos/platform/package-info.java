/**
 * What the guest's bare-metal programs know of the machine they run on: addresses and registers of
 * QEMU's {@code virt}.
 */
package cleave.guestos.platform;
