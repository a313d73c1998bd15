/** Register allocation by graph colouring: from virtual registers to the machine's. */
package cleave.toolchain.compiler.backend.allocate;
