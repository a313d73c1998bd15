package cleave.toolchain.compiler.ir;

import java.util.SortedMap;

/**
 * A variable, table or literal in memory.
 *
 * @param symbol    its name; addresses in code and other data refer to it
 * @param section   {@code .data}, {@code .bss}, {@code .rodata}, or what {@code @Section} says
 * @param alignment in bytes, a power of two
 * @param bytes     the contents; all zero in {@code .bss}
 * @param pointers  words of the contents that are addresses, by offset
 * @param start     the offset of the symbol: array objects begin with the length, and their symbol
 *                  is element 0
 * @param type      descriptor of the static field, or of the array or struct it holds, for the
 *                  debugger; null for what has no name in the source
 * @param local     whether nobody outside the program may refer to it
 */
public record DataObject(Symbol symbol, String section, int alignment, byte[] bytes,
        SortedMap<Integer, SymbolAddress> pointers, int start, String type, boolean local) {
}
