/**
 * {@code cleave compile}: from Java sources to a program that can be started, under Linux or on the
 * bare machine.
 */
package cleave.toolchain.compiler.door;
