/**
 * The two firmwares compared: the one built in to the machine and the one in machine code, here and
 * on QEMU, by a kernel in S-mode that calls every SBI function with good and bad arguments.
 */
package cleave.tests.firmware;
