/**
 * Files of the guest kernel: the virtual file system that is the same for all, with its caches of
 * names, inodes, pages and blocks, and the tables of operations that file systems, devices and
 * pipes fill.
 */
package cleave.guestos.kernel.file;
