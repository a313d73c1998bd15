/**
 * The words with which restricted Java speaks of the machine: raw structs, unboxed words,
 * addresses, CSRs, fences, atomic operations and function pointers. The compiler replaces every
 * method here by the instructions it stands for; in hosted runs, the same classes work over a
 * simulated memory. Nothing here knows the compiler.
 */
package cleave.magic;
