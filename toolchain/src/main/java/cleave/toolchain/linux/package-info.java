/**
 * The system calls of Linux on 32-bit RISC-V, as one table: the guest kernel's dispatch, the
 * library's stubs, tracing and the tests with bad pointers all come from it.
 */
package cleave.toolchain.linux;
