/**
 * Disks that fail, that are damaged, and that lose their power, under our kernel: the guest must go
 * on, say what is wrong, and keep what it has promised. {@code e2fsck} judges what is left.
 */
package cleave.tests.disks;
