/**
 * What the machine finds in memory when it starts: recognises the files one is given, decides which
 * privilege mode they start in, and places them as QEMU's {@code virt} does.
 */
package cleave.emulator.boot;
