/**
 * Random programs in restricted Java: what they do on the JVM, they must do compiled, by both back
 * ends, on Cleave and on QEMU.
 */
package cleave.tests.compiler;
