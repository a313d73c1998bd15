/**
 * Subset classes on a JVM: a class loader rewrites them so that structs, arrays of numbers and
 * structs, words and function pointers are 32-bit addresses in a simulated memory, laid out as
 * compiled code lays them out. A kernel's algorithm runs in JUnit in milliseconds, with a debugger,
 * and its memory can be compared with that of the compiled run.
 */
package cleave.toolchain.hosted;
