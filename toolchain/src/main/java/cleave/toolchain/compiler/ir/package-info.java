/**
 * The compiler's intermediate representation: functions of basic blocks in static single assignment
 * form over 32-bit and 64-bit values, the data objects around them, and a text form that people and
 * tests read. Knows neither class files nor machine code.
 */
package cleave.toolchain.compiler.ir;
