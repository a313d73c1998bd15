/**
 * Memory: frames and their counts, the kernel's heap, page tables, the address spaces of processes
 * with their regions, demand paging and copy-on-write.
 */
package cleave.guestos.kernel.memory;
