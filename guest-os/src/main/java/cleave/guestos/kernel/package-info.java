/**
 * The Unix kernel of the guest: S-mode of one RV32 hart with Sv32, for QEMU's {@code virt}. What
 * all its parts use is here: errors, the console log, and how it ends when it has found itself
 * wrong.
 *
 * <p>The kernel is not preempted: interrupts stay switched off in it and are taken in user mode, in
 * the idle loop and where long work polls for them. So whatever happens between two points that may
 * sleep happens at once, and needs no lock.
 */
package cleave.guestos.kernel;
