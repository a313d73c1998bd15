/**
 * ELF32 for RISC-V, little-endian, as the System V gABI (chapters 4 and 5) and the RISC-V ELF psABI
 * describe it. {@link cleave.toolchain.elf.ElfFile} reads executables and
 * {@link cleave.toolchain.elf.ElfWriter} writes them; {@link cleave.toolchain.elf.ElfObject} and
 * {@link cleave.toolchain.elf.ObjectWriter} do so with relocatable objects. Shared libraries are
 * refused.
 *
 * <p>Addresses are 32-bit words held in an {@code int}, to be compared without sign.
 */
package cleave.toolchain.elf;
