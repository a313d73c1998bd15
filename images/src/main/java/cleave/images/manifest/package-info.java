/** Images by manifest: a text that lists, a line each, what a file system shall have. */
package cleave.images.manifest;
