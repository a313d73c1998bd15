/**
 * From class files to the representation: reads the closed world of classes that the roots need,
 * holds every method to the subset, and writes it in static single assignment form. Refuses what
 * the subset forbids with file, line, rule and the form to use instead.
 */
package cleave.toolchain.compiler.frontend;
