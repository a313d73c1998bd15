/**
 * An interpreter of the intermediate representation over a simulated heap: runs static initialisers
 * when a program is built, and is the oracle of the passes.
 */
package cleave.toolchain.compiler.ir.eval;
