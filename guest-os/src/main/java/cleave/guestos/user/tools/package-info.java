/** The small tools, one class each or a few lines together, in one executable. */
package cleave.guestos.user.tools;
