/** The guest's own system, booted whole: kernel, disk, init, shell and tools. */
package cleave.tests.guestos;
