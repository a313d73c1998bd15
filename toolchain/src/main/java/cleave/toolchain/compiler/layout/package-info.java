/**
 * What class files say about memory: which classes are structs, words, functions and enums, and how
 * a struct is laid out. The compiler and hosted runs share it, so that both see the same memory.
 */
package cleave.toolchain.compiler.layout;
