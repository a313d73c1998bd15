/** Waiting for several files at a time: poll, select, epoll, and eventfd. */
package cleave.guestos.kernel.poll;
