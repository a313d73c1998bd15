/**
 * Random programs on QEMU's {@code virt} and on Cleave. {@code ProgramGenerator} makes a program
 * from a seed: its code in chunks, page tables, CSRs. {@code GuestRunner} is the machine code that
 * runs such programs one after the other, survives their traps and writes what they leave behind
 * to the UART; {@code Differential} compares that. What is known to differ, and so is not
 * generated or not compared, is in {@code tests/DIFFERENCES.md}.
 */
package cleave.tests.differential;
