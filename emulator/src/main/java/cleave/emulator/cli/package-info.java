/**
 * The command line: options, console, scripts, results. The only package that reads the host's
 * clock, its terminal, and its standard streams, and that may use Commons CLI and JLine.
 */
package cleave.emulator.cli;
