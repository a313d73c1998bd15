/** The command line {@code cleave image}: makes disk images, and looks into and changes them. */
package cleave.images.cli;
