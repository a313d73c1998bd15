/**
 * Tests that run in the guest and know the kernel's own numbers: frames that are copied, shared and
 * given back, processes that are left, allocations that fail. What a program alone can see is
 * tested by the programs of {@code tests/guests/abi}.
 */
package cleave.guestos.user.usertests;
