/** Writes the programs of this module to files, as a step of the build. */
package cleave.guestos.build;
