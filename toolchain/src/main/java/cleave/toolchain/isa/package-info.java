/**
 * The instruction set, written once: {@link cleave.toolchain.isa.Instruction} is a table with a
 * line per instruction, and decoder, encoder, disassembler, assembler, interpreter and compiler
 * derive from it. Registers, CSRs, causes and privilege modes are tables of the same kind.
 * RISC-V Instruction Set Manual, volume I (unprivileged) and volume II (privileged).
 */
package cleave.toolchain.isa;
