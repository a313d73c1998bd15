/**
 * The compiler of restricted Java: where class files come from, what may be asked of a compilation,
 * and what it answers. The work is done by {@code frontend}, {@code pass} and {@code backend} over
 * the representation in {@code ir}.
 */
package cleave.toolchain.compiler;
