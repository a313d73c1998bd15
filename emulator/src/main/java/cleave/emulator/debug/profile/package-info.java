/** Where a guest's cycles go: exact, by function and by the calls that led to it. */
package cleave.emulator.debug.profile;
