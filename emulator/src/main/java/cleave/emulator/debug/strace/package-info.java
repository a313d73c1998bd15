/** The system calls of Linux programs, seen from outside, in the manner of strace. */
package cleave.emulator.debug.strace;
