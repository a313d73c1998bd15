/**
 * The tests of the process model that run in the guest: a row of {@link Table} for each of its
 * behaviours, by its number. Each runs in a process and a directory of its own and says by {@link
 * Check}, from whichever of its processes, what does not hold. What it needs of other programs it
 * is itself, as a {@link Role} that a row becomes by exec ({@link Child#again}). {@link Runner}
 * audits the kernel's memory before and behind each row and ends those that hang.
 *
 * <p>A new row is a method and a line of {@link Table#ROWS}. It tests what the kernel does, not
 * that its calls return: which frames there are, what is in them, which error it is.
 */
package cleave.guestos.user.usertests;
