/**
 * The shell: POSIX's Shell Command Language with job control and line editing. {@link
 * cleave.guestos.user.sh.Sh} begins; {@link cleave.guestos.user.sh.Reader} goes from command to
 * command: {@link cleave.guestos.user.sh.Parser} makes nodes of text in an arena of the command's
 * own, {@link cleave.guestos.user.sh.Execution} runs them, and what an expansion needs lies in the
 * scratch arena until its command is over.
 */
package cleave.guestos.user.sh;
