/**
 * Methods of the JDK and of compiled code itself that are no instruction: written in the subset,
 * and compiled into the programs that need them. They also run on a JVM, where the JDK's own
 * methods are their oracle.
 */
package cleave.toolchain.compiler.runtime;
