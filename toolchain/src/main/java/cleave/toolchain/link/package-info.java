/**
 * A static linker for RV32: {@link cleave.toolchain.link.Linker} joins relocatable objects, of this
 * assembler or of GCC, into one executable.
 */
package cleave.toolchain.link;
