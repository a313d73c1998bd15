/** The first process: brings the system up, keeps a shell on the console, and takes it down. */
package cleave.guestos.user.init;
