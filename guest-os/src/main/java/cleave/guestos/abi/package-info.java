/**
 * What kernel and programs tell each other: numbers, flags and structures of the Linux system call
 * interface for riscv32. Structures state their sizes and offsets, which the compiler checks.
 */
package cleave.guestos.abi;
