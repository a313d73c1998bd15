/**
 * A small bare-metal program that greets and echoes: what boots when nothing else is given. It is
 * restricted Java, compiled for M-mode by {@code cleave.guestos.build.GreetingProgram}.
 */
package cleave.guestos.greeting;
