/**
 * ELF32 for RISC-V, little-endian: {@link cleave.toolchain.elf.ElfFile} reads, and
 * {@link cleave.toolchain.elf.ElfWriter} writes, what the System V gABI (chapters 4 and 5) and the
 * RISC-V ELF psABI describe. Executables only: relocatable objects and shared libraries are
 * refused.
 *
 * <p>Addresses are 32-bit words held in an {@code int}, to be compared without sign.
 */
package cleave.toolchain.elf;
