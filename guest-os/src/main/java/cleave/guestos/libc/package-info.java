/**
 * The library of guest programs, in restricted Java: what a C library is to C programs, with Unix's
 * own names where a thing has one. Strings are C's: an {@link cleave.magic.Address} of bytes that
 * end with a zero; many methods take a literal as well. A function that fails returns -1 or a null
 * address and leaves the reason in {@link cleave.guestos.libc.Errors#errno}. Programs run under any
 * Linux for riscv32, and under our kernel.
 */
package cleave.guestos.libc;
