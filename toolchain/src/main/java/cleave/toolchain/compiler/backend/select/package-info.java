/** Instruction selection: from the intermediate representation to machine code. */
package cleave.toolchain.compiler.backend.select;
