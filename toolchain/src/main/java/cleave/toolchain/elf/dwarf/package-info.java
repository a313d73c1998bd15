/**
 * Source lines of programs, from the DWARF line number tables that compilers write (DWARF 5,
 * section 6.2, and its older versions down to 2). The rest of DWARF is not read.
 */
package cleave.toolchain.elf.dwarf;
