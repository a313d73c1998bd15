/** What several of the small tools share: options, inputs, trees of files, modes, sizes, names. */
package cleave.guestos.user.tools.common;
