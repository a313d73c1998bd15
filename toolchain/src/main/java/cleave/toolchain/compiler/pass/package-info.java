/**
 * What happens to a program between front end and back end: optimisations, each a small class
 * over a function or the program, and the lowering of longs to pairs of words.
 */
package cleave.toolchain.compiler.pass;
