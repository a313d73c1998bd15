/** How the state of a machine becomes bytes or a digest, and comes back. */
package cleave.emulator.state;
