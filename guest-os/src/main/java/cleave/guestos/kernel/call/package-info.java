/**
 * The system calls: a class for each family, a method for each call, named in the dispatch table by
 * its symbol. A method takes the arguments as the registers have them, and returns the result or a
 * negated error number.
 */
package cleave.guestos.kernel.call;
