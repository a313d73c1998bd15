/** A small bare-metal program that greets and echoes: what boots when nothing else is given. */
package cleave.guestos.greeting;
