/** The machine's console for people, in the spellings and layouts of QEMU. */
package cleave.emulator.debug.monitor;
