/**
 * An assembler for RV32 as a Java library: {@link cleave.toolchain.asm.Assembler} has a method per
 * instruction, pseudo-instruction and directive of GNU's assembler, and
 * {@link cleave.toolchain.asm.Assembly} is the program placed at its addresses. Encodings come
 * from {@link cleave.toolchain.isa.Instruction}; executables are written by
 * {@link cleave.toolchain.elf.ElfWriter}.
 */
package cleave.toolchain.asm;
