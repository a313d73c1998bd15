/**
 * One machine per engine, side by side: the same programs must lead all of them through the same
 * states. {@code tests/equivalence} is the command, {@link cleave.tests.equivalence.Main} says what
 * it can do.
 */
package cleave.tests.equivalence;
