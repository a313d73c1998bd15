/**
 * Whole processes of Cleave beside those of other emulators, on the same guest files in alternating
 * pairs: what {@code benchmarks/compare} runs.
 */
package cleave.benchmarks.compare;
