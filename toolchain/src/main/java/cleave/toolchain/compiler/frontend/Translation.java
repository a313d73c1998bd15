package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Program;

/**
 * What the front end has made.
 *
 * @param leftOut how many methods of the program's classes nothing calls
 */
public record Translation(Program program, int leftOut) {
}
