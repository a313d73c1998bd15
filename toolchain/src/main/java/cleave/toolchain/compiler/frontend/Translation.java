package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import java.util.Map;

/**
 * What the front end has made.
 *
 * @param leftOut  how many methods of the program's classes nothing calls
 * @param routines the bytes of stack that assembly routines use, where they are known
 */
public record Translation(Program program, int leftOut, Map<Symbol, Integer> routines) {
}
