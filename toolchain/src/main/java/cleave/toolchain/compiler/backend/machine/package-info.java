/**
 * Machine code before its registers are known, the calling convention, and which instruction an
 * operation is: what instruction selection makes and register allocation works on.
 */
package cleave.toolchain.compiler.backend.machine;
