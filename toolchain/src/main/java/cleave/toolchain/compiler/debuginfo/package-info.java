/**
 * Debugging information for compiled programs: {@code .debug_info}, {@code .debug_line}, {@code
 * .debug_frame} and what they refer to, as DWARF version 4 has them. Section numbers in this
 * package are those of that version.
 */
package cleave.toolchain.compiler.debuginfo;
