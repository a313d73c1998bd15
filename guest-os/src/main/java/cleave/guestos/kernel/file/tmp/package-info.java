/** File systems in memory, for {@code /tmp}, {@code /dev} and memory that processes share. */
package cleave.guestos.kernel.file.tmp;
