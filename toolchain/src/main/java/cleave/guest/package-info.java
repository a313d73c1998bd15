/**
 * A small library in restricted Java for programs made by {@code cleave compile}: console, exit
 * code, and what a failed check says. It is the same under Linux and on the bare machine; what
 * differs is in the routines of {@code cleave.toolchain.compiler.door}, which its native methods
 * stand for.
 */
package cleave.guest;
