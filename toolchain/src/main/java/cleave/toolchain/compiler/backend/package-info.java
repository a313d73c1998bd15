/**
 * From lowered intermediate representation to instructions in an assembler: the optimising back
 * end, the naive one that is its oracle, and what both tell the writer of debugging information.
 */
package cleave.toolchain.compiler.backend;
